"""Read and write files in git trees, touching only the folders on the way.

Writing one file among ten thousand costs no more than among ten, as long as folders stay small.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pygit2
from pygit2.enums import DeltaStatus, FileMode

from waymark.errors import ForgeUnavailable


def blob_at(tree: pygit2.Tree, path: str) -> pygit2.Oid | None:
    """Return the id of a file's content, or ``None`` when there is no such file."""
    found = _at(tree, path)
    return found.id if isinstance(found, pygit2.Blob) else None


def folder_at(tree: pygit2.Tree, path: str) -> pygit2.Tree | None:
    """Return a folder, or ``None`` when there is none."""
    found = _at(tree, path)
    return found if isinstance(found, pygit2.Tree) else None


def text_at(repository: pygit2.Repository, blob: pygit2.Oid, path: str) -> str:
    """Return a file's text; name the file when it is not text."""
    try:
        return repository[blob].peel(pygit2.Blob).data.decode("utf-8")
    except UnicodeDecodeError:
        raise ForgeUnavailable(
            "A file on the main branch is not UTF-8 text.",
            remedy="Put a readable one in its place.",
            where=path,
        ) from None


def files_in(tree: pygit2.Tree, prefix: str) -> Iterator[tuple[str, pygit2.Oid]]:
    """Yield path and content id of every file below a tree, in order."""
    for item in tree:
        path = f"{prefix}{item.name}"
        if item.filemode == FileMode.TREE:
            yield from files_in(item.peel(pygit2.Tree), f"{path}/")
        elif item.filemode in (FileMode.BLOB, FileMode.BLOB_EXECUTABLE):
            yield path, item.id


def differences(
    before: pygit2.Tree, now: pygit2.Tree, prefix: str
) -> Iterator[tuple[str, pygit2.Oid | None]]:
    """Yield path and new content id (``None`` when gone) of every file that differs."""
    for delta in before.diff_to_tree(now).deltas:
        if delta.status == DeltaStatus.DELETED:
            yield f"{prefix}{delta.old_file.path}", None
        else:
            yield f"{prefix}{delta.new_file.path}", delta.new_file.id


def with_files(
    repository: pygit2.Repository, tree: pygit2.Tree | None, blobs: Mapping[str, pygit2.Oid | None]
) -> pygit2.Oid:
    """Return the id of a tree with these files put in or (``None``) taken out.

    A folder that would be empty goes too: git has none.
    """
    builder = repository.TreeBuilder() if tree is None else repository.TreeBuilder(tree)
    below: dict[str, dict[str, pygit2.Oid | None]] = {}
    for path, blob in blobs.items():
        name, _, rest = path.partition("/")
        if rest:
            below.setdefault(name, {})[rest] = blob
        elif blob is not None:
            builder.insert(name, blob, FileMode.BLOB)
        elif tree is not None and name in tree:
            builder.remove(name)
    for name, inside in below.items():
        old = None if tree is None else folder_at(tree, name)
        new = with_files(repository, old, inside)
        if len(repository[new].peel(pygit2.Tree)):
            builder.insert(name, new, FileMode.TREE)
        elif old is not None:
            builder.remove(name)
    return builder.write()


def _at(tree: pygit2.Tree, path: str) -> pygit2.Object | None:
    try:
        return tree[path]
    except KeyError:
        return None
