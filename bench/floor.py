"""The floor: a bare Flask page with one ORM query of 25 rows and one template; and, for writes, the
same bare page around one transaction of the same rows in plain sqlite3 with synchronous=FULL.

It knows nothing of the platform but the file of its database. Do not make it slower.
"""

import json
import os
import threading
from pathlib import Path

from flask import Flask, render_template, request
from pysqlite3 import dbapi2 as sqlite3
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

app = Flask(__name__, template_folder="floor_pages")
path = os.environ["FLOOR_DATABASE"]
engine = create_engine(f"sqlite:///{path}", module=sqlite3)


class Base(DeclarativeBase):
    pass


class Report(Base):
    __tablename__ = "report"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str]
    title: Mapped[str]
    state: Mapped[str]
    submitted_at: Mapped[str]


@app.get("/list/<int:filler>")
def page(filler: int) -> str:
    """25 rows, and as many more bytes as make the page as long as the one it is compared with."""
    with Session(engine) as session:
        rows = session.scalars(select(Report).order_by(Report.id.desc()).limit(25)).all()
        return render_template("list.html", rows=rows, filler=FILLER[:filler])


@app.post("/write/<name>")
def write(name: str) -> str:
    """One transaction of the rows that ours writes, on tables of the same columns and indexes."""
    connection = writer()
    connection.execute("BEGIN IMMEDIATE")
    for statement, values in WRITES[name]:
        connection.execute(statement, values)
    connection.execute("COMMIT")
    return str(len(request.form))


def writer() -> sqlite3.Connection:
    if "connection" not in mine.__dict__:
        mine.connection = sqlite3.connect(path, isolation_level=None)
        mine.connection.execute("PRAGMA synchronous=FULL")
        mine.connection.execute("PRAGMA busy_timeout=10000")
    return mine.connection


mine = threading.local()
FILLER = "x" * 400_000
WRITES: dict[str, list[tuple[str, list[object]]]] = {}
if given := os.environ.get("FLOOR_WRITES"):
    WRITES = json.loads(Path(given).read_text())
