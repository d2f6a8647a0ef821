"""Uploads: accept, store, serve."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.clock import now
from app.foundation.db import Base


class StoredFile(Base):
    """What is known of one kept file. Its bytes lie in the store under their digest."""

    __tablename__ = "stored_file"
    journal = False

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)  # unguessable; for addresses
    digest: Mapped[str] = mapped_column(String(64), index=True)  # SHA-256 of the bytes
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(200))  # as its owner calls it, cleaned
    stored_at: Mapped[datetime] = mapped_column(default=now)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
