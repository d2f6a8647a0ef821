"""How Alembic meets the database: on the application's own engine, with the models' own names."""

from alembic import context

from app.foundation.db import Base


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """The index has a table (and on SQLite shadow tables) that no model describes."""
    return not (kind == "table" and name and name.startswith("search_") and name != "search_entry")


def run() -> None:
    engine = context.config.attributes["engine"]
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            include_name=include_name,
            compare_type=True,
            transactional_ddl=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
