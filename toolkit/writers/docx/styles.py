"""The styles of one paper: every role of the form, and what the paper's own geometry adds.

Floor 2. Nothing in a body is formatted directly; each look a paragraph or run needs is a style with a readable
English name. A `Stylesheet` holds the roles from the start and makes the rest when it is first asked for: a heading
of an unusual role, a cell aligned otherwise than its role, a rule of a certain length, words both bold and foreign.
"""

import re
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from toolkit.style import Role, Style, TableForm
from toolkit.writers.docx.looks import (
    BLACK,
    LINE_EIGHTHS,
    border,
    color,
    indents,
    paragraph_properties,
    run_properties,
    spacing,
)
from toolkit.writers.docx.xml import escape, part, twips

LOCALES = {"vi": "vi-VN", "en": "en-GB", "km": "km-KH", "lo": "lo-LA", "fr": "fr-FR"}
SCRIPT_LANGUAGES = {"khmer": "km", "lao": "lo"}
SEPARATOR, END, PAGE_BREAK = "Separator", "End", "PageBreak"
LAYOUT_TABLE, DATA_TABLE = "LayoutTable", "DataTable"
_NAMES = {"body": "Body Text", "caption": "caption", "page-number": "Page number line"}
_WORDS_OWN = re.compile(
    r"heading \d|Body Text|caption|Title|List|Quote|Signature|Strong|Emphasis|Hyperlink|Placeholder Text"
)
"""The names that Word gives a meaning; all others are the form's own (`w:customStyle`)."""
_NOT_ALPHANUMERIC = re.compile(r"[^A-Za-z0-9]+")
_KEPT = " kept"
"""How the name ends of a style that is another's but for what follows being kept on its page."""
_BELOW_TABLE = 6.0
"""The space between a table and what follows it, as in PDF, where that asks for less."""
_SPACE_BEFORE = re.compile(r'<w:spacing w:before="(\d+)"')
_BEFORE_ROWS = frozenset({"caption", "table-head"})
"""Roles that must not be the last on a page, whatever the form says."""


class Traits(NamedTuple):
    """What sets words apart from their paragraph. `lang` is empty for the document's own language."""

    strong: bool = False
    emphasis: bool = False
    link: bool = False
    open: bool = False
    lang: str = ""
    script: str = ""


PLAIN = Traits()


def locale(lang: str) -> str:
    """Return the language tag with a region that Word's proofing tools know."""
    return LOCALES.get(lang, lang)


def style_name(role: str) -> str:
    """Return the name under which Word lists `role`: `issuing-body` is "Issuing body"."""
    name = role.replace("-", " ").capitalize()
    return _NAMES.get(role, f"{name} text" if name.startswith("Heading ") else name)


def _identifier(name: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in _NOT_ALPHANUMERIC.split(name))


class Stylesheet(Struct):
    """The styles of one paper. Each method returns a style's id, making the style when it is new."""

    style: Style
    lang: str
    _ids: dict[tuple[object, ...], str] = field(default_factory=dict)
    _made: dict[str, tuple[str, str]] = field(default_factory=dict)
    _names: set[str] = field(default_factory=set)
    _xml: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Make the styles that every paper of this form has."""
        for level, role in enumerate(("title", "heading-2", "heading-3"), start=1):
            self.heading(level, role)
        for role in self.style.roles:
            if role != "title" and not role.startswith("heading-"):
                self.paragraph(role)
        for traits in (Traits(strong=True), Traits(emphasis=True), Traits(link=True), Traits(open=True)):
            self.characters(traits, Role())

    def paragraph(self, role: str, keep: bool = False) -> str:
        """Return the style of a paragraph that looks like `role`; an unknown role is the body's.

        With `keep`, here and below, it ends on the page on which what follows it begins.
        """
        known = role if role in self.style.roles else "body"
        look, always = self.style.role(known), known in _BEFORE_ROWS
        apart = _is_apart(look, keep and not always)
        key = ("paragraph", known, apart)
        name = f"{style_name(known)}{_KEPT * apart}"
        return self._ids.get(key) or self._add(key, name, _pair(look, keep_next=keep or always))

    def heading(self, level: int, role: str, keep: bool = False) -> str:
        """Return the style of a heading; the usual role of a level is Word's own "heading 1", "heading 2" …."""
        look = self.style.role(role)
        apart = _is_apart(look, keep)
        key = ("heading", level, role, apart)
        if key in self._ids:
            return self._ids[key]
        usual = role == ("title" if level == 1 else f"heading-{level}")
        name = f"heading {level}" if usual else f"{style_name(role)} heading {level}"
        content = _pair(look, outline=min(level, 9) - 1, keep_next=keep)
        return self._add(key, f"{name}{_KEPT * apart}", content, following="BodyText")

    def boxed(self, role: str, inset: float, keep: bool = False) -> str:
        """Return the style of a boxed role whose box is `inset` points narrower on both sides."""
        look = self.style.role(role)
        apart = _is_apart(look, keep)
        key = ("boxed", role, twips(inset), apart)
        name = f"{style_name(role)} box{_KEPT * apart}"
        return self._ids.get(key) or self._add(key, name, _pair(look, keep_next=keep, inset=inset))

    def cell(self, align: str) -> str:
        """Return the style of a table's cell in a column aligned so."""
        look = self.style.role("table-cell")
        if align == look.align:
            return self.paragraph("table-cell")
        key = ("cell", align)
        name = f"{style_name('table-cell')} {align}"
        return self._ids.get(key) or self._add(key, name, _pair(replace(look, align=align)))

    def rule(self, role: str, left: float, right: float, keep: bool = False) -> str:
        """Return the style of the line below a paragraph of `role`, indented by so many points."""
        look = self.style.role(role)
        apart = keep and not look.keep_next  # the words above it keep with it anyway
        key = ("rule", role, twips(left), twips(right), apart)
        edges = f"<w:pBdr>{border('top', LINE_EIGHTHS, look.color)}</w:pBdr>"
        kept = "<w:keepNext/>" if look.keep_next or keep else ""
        room = spacing(2, look.space_after, 40, "exact") + indents(left, right)
        content = f'<w:pPr>{kept}{edges}{room}</w:pPr><w:rPr><w:sz w:val="4"/><w:szCs w:val="4"/></w:rPr>'
        name = "Rule line" if role == "rule" else f"{style_name(role)} rule"
        return self._ids.get(key) or self._add(key, f"{name}{_KEPT * apart}", content)

    def item(self, role: str, left: float, hanging: float, keep: bool = False) -> str:
        """Return the style of a list's paragraph whose words stand `left`; its label hangs out if `hanging`."""
        look = replace(self.style.role(role), indent=left, first_indent=-hanging)
        apart = _is_apart(look, keep)
        key = ("item", role, twips(left), twips(hanging), apart)
        name = f"{style_name(role)} {'item' if hanging else 'continued'}{_KEPT * apart}"
        return self._ids.get(key) or self._add(key, name, _pair(look, keep_next=keep))

    def below_table(self, identifier: str) -> str:
        """Return the style of a paragraph in the style `identifier` that follows a table, with the space in between.

        Word leaves none below a table of itself.
        """
        name, content = self._made.get(identifier, ("", ""))
        before = _SPACE_BEFORE.search(content)
        if not before or int(before[1]) >= twips(_BELOW_TABLE):
            return identifier
        key = ("below table", identifier)
        apart = _SPACE_BEFORE.sub(f'<w:spacing w:before="{twips(_BELOW_TABLE)}"', content, count=1)
        return self._ids.get(key) or self._add(key, f"{name} below table", apart)

    def running(self, width: float) -> str:
        """Return the style of the page header's line, `width` points long: words left, number at its usual place."""
        look = replace(self.style.role("page-number"), align="left")
        stops = f'<w:tab w:val="center" w:pos="{twips(width / 2)}"/><w:tab w:val="right" w:pos="{twips(width)}"/>'
        content = _pair(look).replace("<w:spacing", f"<w:tabs>{stops}</w:tabs><w:spacing", 1)
        return self._ids.get(("running",)) or self._add(("running",), "Running head", content)

    def characters(self, traits: Traits, look: Role) -> str:
        """Return the character style of `traits` in a paragraph that looks like `look`, or nothing for none.

        Bold within bold is no trait: Word would switch it off (toggle properties, ISO 29500-1, 17.7.3).
        """
        own = traits._replace(strong=traits.strong and not look.bold, emphasis=traits.emphasis and not look.italic)
        if own == PLAIN:
            return ""
        key = ("characters", *own)
        return self._ids.get(key) or self._add(key, _traits_name(own), self._traits(own), kind="character")

    def xml(self) -> bytes:
        """Return `styles.xml`."""
        content = [self._defaults(), _LATENT, _FIXED, _tables(self.style.table), *self._xml]
        return part("w:styles", "".join(content)).encode()

    def _add(
        self, key: tuple[object, ...], name: str, content: str, kind: str = "paragraph", following: str = ""
    ) -> str:
        unique, count = name, 1
        while _identifier(unique).lower() in self._names:
            count += 1
            unique = f"{name} {count}"
        identifier = _identifier(unique)
        self._names.add(identifier.lower())
        based = "Normal" if kind == "paragraph" else "DefaultParagraphFont"
        head = f'<w:name w:val="{escape(unique)}"/><w:basedOn w:val="{based}"/>'
        head += f'<w:next w:val="{following}"/>' if following else ""
        own = "" if _WORDS_OWN.fullmatch(unique) else ' w:customStyle="1"'
        self._xml.append(
            f'<w:style w:type="{kind}"{own} w:styleId="{identifier}">{head}<w:qFormat/>{content}</w:style>'
        )
        self._ids[key], self._made[identifier] = identifier, (name, content)
        return identifier

    def _font(self, script: str) -> str:
        return escape(self.style.fonts.get(script, ("Times New Roman",))[0])

    def _defaults(self) -> str:
        latin, script = self._font("latin"), "lao" if self.lang == "lo" else "khmer"
        own, second = locale(self.lang), locale(SCRIPT_LANGUAGES[script])
        size = round(self.style.role("body").size * 2)
        return (
            "<w:docDefaults><w:rPrDefault><w:rPr>"
            f'<w:rFonts w:ascii="{latin}" w:eastAsia="{latin}" w:hAnsi="{latin}" w:cs="{self._font(script)}"/>'
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
            f'<w:lang w:val="{own}" w:eastAsia="{own}" w:bidi="{second}"/>'
            "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        )

    def _traits(self, traits: Traits) -> str:
        link, blank = self.style.role("link"), self.style.role("placeholder")
        ink = link.color if traits.link else blank.color if traits.open else BLACK
        tongue, script = locale(traits.lang), traits.script
        return "".join((
            "<w:rPr>",
            f'<w:rFonts w:cs="{self._font(script)}"/>' if script else "",
            "<w:b/><w:bCs/>" if traits.strong or (traits.open and blank.bold) else "",
            "<w:i/><w:iCs/>" if traits.emphasis or (traits.open and blank.italic) else "",
            f'<w:color w:val="{color(ink)}"/>' if ink != BLACK else "",
            '<w:u w:val="single"/>' if traits.link and link.underline else "",
            f'<w:shd w:val="clear" w:color="auto" w:fill="{color(blank.background)}"/>'
            if traits.open and blank.background else "",
            f'<w:lang w:bidi="{escape(locale(SCRIPT_LANGUAGES[script]))}"/>' if script
            else f'<w:lang w:val="{escape(tongue)}" w:eastAsia="{escape(tongue)}"/>' if tongue else "",
            "</w:rPr>",
        ))  # fmt: skip


def _is_apart(look: Role, keep: bool) -> bool:
    """Return whether a paragraph that looks like `look` needs a style of its own to `keep` with what follows."""
    return keep and not (look.keep_next or look.rule)


def _pair(look: Role, outline: int | None = None, keep_next: bool = False, inset: float = 0) -> str:
    return paragraph_properties(look, outline, keep_next, inset) + run_properties(look)


def _traits_name(traits: Traits) -> str:
    words = (
        ("Hyperlink", traits.link),
        ("Placeholder Text", traits.open),
        ("Strong", traits.strong),
        ("Emphasis", traits.emphasis),
        (traits.script.capitalize(), bool(traits.script)),
        (f"Language {traits.lang}", bool(traits.lang) and not traits.script),
    )
    return " ".join(word for word, present in words if present)


def _tables(form: TableForm) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(border(side, max(2, round(form.border * 8)), form.color) for side in sides) if form.border else ""
    across, down = twips(form.padding_x), twips(form.padding_y)
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{color(form.head_background)}"/>'
    head = f'<w:tblStylePr w:type="firstRow"><w:tcPr>{shade}</w:tcPr></w:tblStylePr>' if form.head_background else ""
    last = '<w:tblStylePr w:type="lastRow"><w:pPr><w:keepNext/></w:pPr></w:tblStylePr>'
    return _table_style(LAYOUT_TABLE, "Layout table", _margins(0, 0)) + _table_style(
        DATA_TABLE, "Data table", f"<w:tblBorders>{lines}</w:tblBorders>{_margins(across, down)}", head + last
    )


def _table_style(identifier: str, name: str, properties: str, conditional: str = "") -> str:
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{identifier}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr>{properties}</w:tblPr>{conditional}</w:style>'
    )


def _margins(across: int, down: int) -> str:
    sides = (("top", down), ("left", across), ("bottom", down), ("right", across))
    content = "".join(f'<w:{side} w:w="{size}" w:type="dxa"/>' for side, size in sides)
    return f"<w:tblCellMar>{content}</w:tblCellMar>"


_LATENT = (
    '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" w:defUnhideWhenUsed="1"'
    ' w:defQFormat="0" w:count="376"/>'
)
_TINY = f"<w:pPr>{spacing(0, 0, 20, 'exact')}</w:pPr>"
_GAP = f"<w:pPr><w:keepNext/>{spacing(0, 0, 120, 'exact')}</w:pPr>"  # six points between two tables, with the second
_TINY_RUN = '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>'
_FIXED = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    "<w:pPr><w:widowControl/></w:pPr></w:style>"
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    f"{_margins(108, 0)}</w:tblPr></w:style>"
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{SEPARATOR}"><w:name w:val="Separator"/>'
    f'<w:basedOn w:val="Normal"/>{_GAP}{_TINY_RUN}</w:style>'
    f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{END}"><w:name w:val="End"/>'
    f'<w:basedOn w:val="Normal"/>{_TINY}{_TINY_RUN}</w:style>'
    f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{PAGE_BREAK}"><w:name w:val="Page break"/>'
    f'<w:basedOn w:val="Normal"/>{_TINY.replace("<w:spacing", "<w:pageBreakBefore/><w:spacing")}{_TINY_RUN}</w:style>'
)
