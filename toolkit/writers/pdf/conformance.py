"""What makes the file PDF/A-3a and PDF/UA-1: metadata, colour profile, the facts shown as an attachment.

Floor 2. ISO 19005-3 (an archive can show it for ever), ISO 14289-1 (everybody can read it). All dates are the
document's day, so the same facts give the same bytes.
"""

import struct
from html import escape

import toolkit
from toolkit.document.model import Attachment, Document
from toolkit.writers.pdf.file import PdfFile, text_string

_CREATOR, _PRODUCER = f"official-summaries {toolkit.__version__}", "reportlab"
_EXTENSION = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates which part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


def declared(file: PdfFile, document: Document) -> str:
    """Return the catalog's entries for metadata, colours and viewing, whose objects are now in `file`."""
    metadata = file.add_stream(_xmp(document).encode(), "/Type/Metadata/Subtype/XML", compressed=False)
    profile = file.add_stream(srgb_profile(), "/N 3")
    intent = f"/Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/DestOutputProfile {profile} 0 R"
    return (
        f"/Lang{text_string(document.lang)}/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>"
        f"/Metadata {metadata} 0 R/OutputIntents[<<{intent}>>]"
    )


def attached(file: PdfFile, attachment: Attachment, document: Document) -> str:
    """Return the catalog's entries for the facts shown, now in `file` as its source (ISO 19005-3, annex E)."""
    params = f"/Params<</ModDate({_pdf_date(document)})/Size {len(attachment.data)}>>"
    data = file.add_stream(attachment.data, f"/Type/EmbeddedFile/Subtype/application#2Fyaml{params}")
    name = text_string(attachment.name)
    names = f"/F{name}/UF{name}/Desc(Facts shown)"
    facts = file.add(f"<</Type/Filespec{names}/AFRelationship/Source/EF<</F {data} 0 R/UF {data} 0 R>>>>")
    return f"/AF[{facts} 0 R]/Names<</EmbeddedFiles<</Names[{name} {facts} 0 R]>>>>"


def information(document: Document) -> str:
    """Return the information dictionary, equal to the XMP metadata."""
    entries = {"Title": document.title, "Creator": _CREATOR, "Producer": _PRODUCER}
    texts = "".join(f"/{key}{text_string(text)}" for key, text in entries.items() if text)
    date = _pdf_date(document)
    return f"<<{texts}/CreationDate({date})/ModDate({date})>>"


def _pdf_date(document: Document) -> str:
    return f"D:{document.day:%Y%m%d}000000Z"


def _xmp(document: Document) -> str:
    moment = f"{document.day:%Y-%m-%d}T00:00:00Z"
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(document.title)}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{document.lang}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:CreatorTool>{_CREATOR}</xmp:CreatorTool><pdf:Producer>{_PRODUCER}</pdf:Producer>
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
{_EXTENSION}
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def srgb_profile() -> bytes:
    """Return an ICC profile of the sRGB colour space (IEC 61966-2-1), version 4.2, without a date of making."""
    curve = b"para\0\0\0\0\0\3\0\0" + _fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    adaptation = (1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168)
    contents = [
        (("desc",), _localised("sRGB")),
        (("cprt",), _localised("No copyright, use freely")),
        (("wtpt",), b"XYZ \0\0\0\0" + _fixed(0.9642, 1.0, 0.8249)),
        (("chad",), b"sf32\0\0\0\0" + _fixed(*adaptation)),
        (("rXYZ",), b"XYZ \0\0\0\0" + _fixed(0.43607, 0.22249, 0.01392)),
        (("gXYZ",), b"XYZ \0\0\0\0" + _fixed(0.38515, 0.71687, 0.09708)),
        (("bXYZ",), b"XYZ \0\0\0\0" + _fixed(0.14307, 0.06061, 0.71410)),
        (("rTRC", "gTRC", "bTRC"), curve),
    ]
    start = 128 + 4 + 12 * sum(len(tags) for tags, _ in contents)
    index, data = b"", b""
    for tags, content in contents:
        for tag in tags:
            index += struct.pack(">4sII", tag.encode(), start + len(data), len(content))
        data += content + b"\0" * (-len(content) % 4)
    head = struct.pack(">I4sI4s4s4s", start + len(data), b"\0\0\0\0", 0x04200000, b"mntr", b"RGB ", b"XYZ ")
    head += bytes(12) + b"acsp" + bytes(28) + _fixed(0.9642, 1.0, 0.8249)
    return head.ljust(128, b"\0") + struct.pack(">I", len(index) // 12) + index + data


def _fixed(*numbers: float) -> bytes:
    return b"".join(struct.pack(">i", round(number * 65536)) for number in numbers)


def _localised(text: str) -> bytes:
    encoded = text.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II4sII", 1, 12, b"enUS", len(encoded), 28) + encoded
