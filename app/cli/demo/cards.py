"""How each person of the demonstration signs in: kept beside the data, for people and for programs."""

import json
from pathlib import Path

import pyotp
from flask import current_app


def write(cards: list[dict[str, str]]) -> None:
    file = _file()
    file.touch(mode=0o600)
    file.write_text(json.dumps(cards, ensure_ascii=False, indent=1))


def shown() -> str:
    """The address of the house, and a line for each person."""
    lines = map(_line, json.loads(_file().read_text()))
    ahead = f"\n  Open {current_app.config['BASE_URL']}/\n"
    after = f"\n  Codes change every 30 seconds; their secrets are in {_file()}\n  Stop with Ctrl-C.\n"
    return "\n".join([ahead, *lines, after])


def _line(person: dict[str, str]) -> str:
    factor = f"  code: {pyotp.TOTP(person['totp']).now()}" if person["totp"] else ""
    return f"  {person['email']:24} {person['password']:22} {person['role']}{factor}"


def _file() -> Path:
    return Path(current_app.config["DATA_DIR"]) / "people.json"
