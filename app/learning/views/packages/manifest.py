"""What tells a learning platform what a package holds: imsmanifest.xml of SCORM 1.2.

One unit (SCO) for each lesson. Names are written as platforms look for them, some of which know nothing of
namespaces: plain, but for `adlcp:`. The schemas are named, not packed: platforms have their own. Licence and
origin stand at the foot of every page: the schema of metadata is one that strict readers refuse.
"""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from app.foundation.text import clean
from app.learning.views.packages.content import Content

CP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADL = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMAS = {CP: "imscp_rootv1p1p2.xsd", ADL: "adlcp_rootv1p2.xsd"}
SPACES = {"xmlns": CP, "xmlns:adlcp": ADL, "xmlns:xsi": XSI}
SHARED = "shared"


def manifest(content: Content, shared: Iterable[str]) -> bytes:
    """`shared` are the files that every page needs."""
    course = content.course
    known = {"identifier": f"course-{course.slug}-{content.tongues}", "version": str(course.version)}
    where = " ".join(f"{space} {file}" for space, file in SCHEMAS.items())
    root = Element("manifest", known | SPACES | {"xsi:schemaLocation": where})
    metadata = SubElement(root, "metadata")
    _said(metadata, "schema", "ADL SCORM")
    _said(metadata, "schemaversion", "1.2")
    _organizations(root, content)
    _resources(root, content, shared)
    indent(root)
    told: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return told


def _organizations(root: Element, content: Content) -> None:
    organizations = SubElement(root, "organizations", default="lessons")
    organization = SubElement(organizations, "organization", identifier="lessons")
    _said(organization, "title", content.text.title)
    for sheet in content.sheets:
        key = sheet.lesson.key
        names = {"identifier": f"item-{key}", "identifierref": f"lesson-{key}", "isvisible": "true"}
        item = SubElement(organization, "item", names)
        _said(item, "title", sheet.lesson.title)
        if sheet.questions:
            _said(item, "adlcp:masteryscore", str(content.course.pass_mark))


def _resources(root: Element, content: Content, shared: Iterable[str]) -> None:
    resources = SubElement(root, "resources")
    for sheet in content.sheets:
        resource = _resource(resources, f"lesson-{sheet.lesson.key}", "sco", [sheet.file, *sheet.drawings])
        resource.set("href", sheet.file)
        SubElement(resource, "dependency", identifierref=SHARED)
    _resource(resources, SHARED, "asset", shared)


def _resource(resources: Element, key: str, kind: str, files: Iterable[str]) -> Element:
    names = {"identifier": key, "type": "webcontent", "adlcp:scormtype": kind}
    resource = SubElement(resources, "resource", names)
    for file in files:
        SubElement(resource, "file", href=file)
    return resource


def _said(parent: Element, name: str, words: str) -> None:
    SubElement(parent, name).text = clean(words)
