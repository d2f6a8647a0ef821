"""Sets one PDF, in a process of its own, and ends. Started by paper.py as a script.

Words come as data and templates are ours; but words of strangers may still take long to set, and the
compiler cannot be interrupted. Here it burns only this process.
"""

import json
import resource
import sys
from typing import Any

import typst

SECONDS, MEMORY = 30, 2 * 1024 * 1024 * 1024


def set_in_type(order: dict[str, Any]) -> bytes:
    """Only the fonts that are named: neither the machine's nor the compiler's own."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=order["fonts"])
    compiler = typst.Compiler(order["template"], root=order["root"], font_paths=fonts)
    told = {"told": json.dumps(order["told"], ensure_ascii=False)}
    made = compiler.compile(format="pdf", sys_inputs=told, pdf_standards=["ua-1"], timestamp=order["at"])
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        sys.stdout.buffer.write(set_in_type(json.load(sys.stdin)))
    except typst.TypstError as error:
        sys.exit(f"{error.message} {error.diagnostic}")
