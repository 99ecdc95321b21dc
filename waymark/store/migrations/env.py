"""Alembic runs inside the connection that `waymark.store.connection` hands over."""

from alembic import context

from waymark.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=False,  # the caller's transaction holds all of it
)
context.run_migrations()
