from __future__ import annotations

import ast
import sys
from pathlib import Path

import bot.domain

FILES = sorted(Path(bot.domain.__path__[0]).rglob("*.py"))


def imported(file: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def test_the_domain_imports_itself_and_the_standard_library() -> None:
    foreign = {
        f"{file.name}: {name}"
        for file in FILES
        for name in imported(file)
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not name.startswith("bot.domain")
    }

    assert len(FILES) > 10
    assert foreign == set()
