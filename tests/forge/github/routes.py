"""What the small GitHub answers to each kind of request that we send."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pygit2

from tests.forge.github import shapes
from tests.forge.github.world import BOT, WHO, Refused, World

Answer = tuple[int, Any]
REPO = r"/repos/[\w.-]+/[\w.-]+"
REDIRECTED = r"/repositories/\d+"
SHA = "([0-9a-f]{40})"


def get_user(world: World, request: Any) -> Answer:
    return 200, shapes.full_user(request.login, world.now())


def get_repository(world: World, request: Any) -> Answer:
    return 200, world.show_repository()


def find_installation(world: World, request: Any) -> Answer:
    if not world.is_installed:
        raise Refused(404, "Not Found")
    return 200, shapes.installation("peers", world.now(), world.rights)


def make_token(world: World, request: Any, number: str) -> Answer:
    if not world.is_installed:
        raise Refused(404, "Not Found")
    token, ends = world.token_for_an_hour()
    return 201, {"token": token, "expires_at": ends, "permissions": request.body["permissions"]}


def get_ref(world: World, request: Any, branch: str) -> Answer:
    sha = world.head(branch)
    if sha is None:
        raise Refused(404, "Not Found")
    return 200, shapes.ref(f"refs/heads/{branch}", sha)


def list_refs(world: World, request: Any, prefix: str) -> Answer:
    names = sorted(n for n in world.git.references if n.startswith(f"refs/heads/{prefix}"))
    shown = [shapes.ref(n, str(world.git.references[n].target)) for n in names]
    return 200, world.page(shown, request.query)


def make_ref(world: World, request: Any) -> Answer:
    name, sha = request.body["ref"], request.body["sha"]
    if world.git.references.get(name) is not None:
        raise Refused(422, "Reference already exists")
    if world.git.get(sha) is None:
        raise Refused(422, "Object does not exist")
    world.git.references.create(name, sha)
    world.note_push(name.removeprefix("refs/heads/"), "0" * 40, sha, request.login)
    return 201, shapes.ref(name, sha)


def move_ref(world: World, request: Any, branch: str) -> Answer:
    old, new = world.head(branch), request.body["sha"]
    if old is None:
        raise Refused(422, "Reference does not exist")
    if branch == "main" and world.protection:
        raise Refused(422, "Repository rule violations found")
    if not request.body.get("force") and not world.git.descendant_of(new, old):
        raise Refused(422, "Update is not a fast forward")
    world.move(branch, new)
    world.note_push(branch, old, new, request.login)
    return 200, shapes.ref(f"refs/heads/{branch}", new)


def delete_ref(world: World, request: Any, branch: str) -> Answer:
    if not world.delete(branch):
        raise Refused(422, "Reference does not exist")
    return 204, None


def get_commit(world: World, request: Any, sha: str) -> Answer:
    return 200, _show_commit(world, world.commit_of(sha))


def make_commit(world: World, request: Any) -> Answer:
    body = request.body
    sha = world.make_commit(
        pygit2.Oid(hex=body["tree"]), body["parents"], body["message"], _who(body)
    )
    return 201, _show_commit(world, world.commit_of(sha))


def get_tree(world: World, request: Any, sha: str) -> Answer:
    found = world.git.get(sha)
    if found is None:
        raise Refused(404, "Not Found")
    entries: list[dict[str, Any]] = []

    def walk(tree: pygit2.Tree, prefix: str) -> None:
        for item in tree:
            path = f"{prefix}{item.name}"
            is_tree = isinstance(item, pygit2.Tree)
            entries.append(shapes.tree_entry(path, "tree" if is_tree else "blob", str(item.id)))
            if is_tree and request.query.get("recursive"):
                walk(item, f"{path}/")

    tree = found.peel(pygit2.Tree)
    walk(tree, "")
    is_long = bool(request.query.get("recursive")) and len(entries) > world.facts.get("_most", 999)
    return 200, {
        "sha": str(tree.id), "url": shapes.SITE, "tree": entries[:1] if is_long else entries,
        "truncated": is_long,
    }  # fmt: skip


def make_tree(world: World, request: Any) -> Answer:
    blobs = {}
    for entry in request.body["tree"]:
        is_text = "content" in entry
        blob = world.git.create_blob(entry["content"].encode()) if is_text else entry["sha"]
        blobs[entry["path"]] = None if blob is None else str(blob)
    tree = world.make_tree(request.body["base_tree"], blobs)
    return 201, {"sha": str(tree), "url": shapes.SITE, "tree": [], "truncated": False}


def get_blob(world: World, request: Any, sha: str) -> Answer:
    found = world.git.get(sha)
    if not isinstance(found, pygit2.Blob):
        raise Refused(404, "Not Found")
    return 200, {
        "sha": sha, "node_id": "B", "size": found.size, "url": shapes.SITE, "encoding": "base64",
        "content": base64.encodebytes(found.data).decode(),
    }  # fmt: skip


def get_file(world: World, request: Any, path: str) -> Answer:
    commit = world.commit_of(request.query.get("ref", "main"))
    try:
        item = commit.tree[path]
    except KeyError:
        raise Refused(404, "Not Found") from None
    return 200, world.show_file(path, item.peel(pygit2.Blob))


def put_file(world: World, request: Any, path: str) -> Answer:
    body = request.body
    head = world.head(body["branch"])
    if head is None:
        raise Refused(404, f"Branch {body['branch']} not found")
    tree = world.commit_of(head).tree
    if path in tree and "sha" not in body:
        raise Refused(422, 'Invalid request.\n\n"sha" wasn\'t supplied.')
    try:
        data = base64.b64decode(body["content"], validate=True)
    except binascii.Error:
        raise Refused(422, "content is not valid Base64") from None
    blob = world.git.create_blob(data)
    commit = world.make_commit(
        world.make_tree(head, {path: str(blob)}), [head], body["message"], _who(body)
    )
    world.move(body["branch"], commit)
    world.note_push(body["branch"], head, commit, request.login)
    shown = world.show_file(path, world.git[blob])
    return 201, {"content": shown, "commit": _show_commit(world, world.commit_of(commit))}


def list_pulls(world: World, request: Any) -> Answer:
    query = request.query
    head = query.get("head", "").partition(":")[2]
    found = [p for p in world.pulls.values() if head in ("", p["branch"])]
    if query.get("state", "open") != "all":
        found = [p for p in found if p["state"] == query.get("state", "open")]
    key = "updated_at" if query.get("sort") == "updated" else "number"
    found.sort(key=lambda p: p[key], reverse=query.get("direction", "desc") == "desc")
    return 200, world.page([world.show_pull(p) for p in found], query)


def open_pull(world: World, request: Any) -> Answer:
    body, branch = request.body, request.body["head"]
    sha, main = world.head(branch), world.head("main")
    if sha is None:
        errors = [{"resource": "PullRequest", "field": "head", "code": "invalid"}]
        raise Refused(422, "Validation Failed", errors)
    if world.open_pulls(branch):
        owner = world.repository.split("/")[0]
        raise _invalid(f"A pull request already exists for {owner}:{branch}.")
    if world.git.merge_base(sha, main) == pygit2.Oid(hex=sha):
        raise _invalid(f"No commits between main and {branch}")
    number = len(world.pulls) + 1
    now = world.now()
    world.pulls[number] = {
        "number": number, "title": body["title"], "body": body["body"], "branch": branch,
        "sha": sha, "state": "open", "login": request.login, "created_at": now, "updated_at": now,
        "closed_at": None, "merged_at": None, "merged_by": None, "merge_commit": None,
    }  # fmt: skip
    return 201, world.show_pull(world.pulls[number], is_whole=True)


def get_pull(world: World, request: Any, number: str) -> Answer:
    return 200, world.show_pull(world.pull(int(number)), is_whole=True)


def change_pull(world: World, request: Any, number: str) -> Answer:
    pull, body = world.pull(int(number)), request.body
    if body.get("state") == "open" and pull["state"] != "open":
        if pull["merged_at"] or world.head(pull["branch"]) != pull["sha"]:
            raise _invalid("state cannot be changed.")
        pull |= {"state": "open", "closed_at": None}
    elif body.get("state") == "closed" and pull["state"] == "open":
        pull |= {"state": "closed", "closed_at": world.now()}
    pull |= {key: body[key] for key in ("title", "body") if key in body}
    pull["updated_at"] = world.now()
    return 200, world.show_pull(pull, is_whole=True)


def list_files(world: World, request: Any, number: str) -> Answer:
    pull = world.pull(int(number))
    head, main = world.commit_of(pull["sha"]), world.commit_of("main")
    base = world.commit_of(str(world.git.merge_base(head.id, main.id)))
    shown = [
        {
            "sha": str(delta.new_file.id), "filename": delta.new_file.path, "status": "added",
            "additions": 1, "deletions": 0, "changes": 1, "blob_url": shapes.SITE,
            "raw_url": shapes.SITE, "contents_url": shapes.SITE,
        }
        for delta in base.tree.diff_to_tree(head.tree).deltas
    ]  # fmt: skip
    return 200, world.page(shown, request.query)


def merge_pull(world: World, request: Any, number: str) -> Answer:
    pull, body = world.pull(int(number)), request.body
    if pull["state"] != "open":
        raise Refused(405, "Pull Request is not mergeable")
    if body["sha"] != pull["sha"]:
        raise Refused(409, "Head branch was modified. Review and try the merge again.")
    if world.protection:
        raise Refused(405, world.protection)
    if body["merge_method"] == "squash" and not world.facts.get("allow_squash_merge", True):
        raise Refused(405, "Squash merges are not allowed on this repository.")
    tree = world.merged_tree(pull)
    if tree is None:
        raise Refused(405, "Pull Request is not mergeable")
    message = f"{body['commit_title']}\n\n{body['commit_message']}"
    main = world.head("main")
    assert main is not None
    merge_by_hand(world, pull, world.make_commit(tree, [main], message), request.login)
    return 200, {"merged": True, "message": "Merged", "sha": world.head("main")}


def merge_by_hand(world: World, pull: dict[str, Any], commit: str, login: str) -> None:
    world.move("main", commit)
    now = world.now()
    pull |= {
        "state": "closed", "closed_at": now, "merged_at": now, "updated_at": now,
        "merged_by": login, "merge_commit": commit,
    }  # fmt: skip


def get_labels(world: World, request: Any, number: str) -> Answer:
    return 200, [shapes.label(name) for name in world.labels.get(int(number), [])]


def add_labels(world: World, request: Any, number: str) -> Answer:
    there = world.labels.setdefault(int(number), [])
    there += [name for name in request.body["labels"] if name not in there]
    return get_labels(world, request, number)


def set_labels(world: World, request: Any, number: str) -> Answer:
    world.labels[int(number)] = list(request.body["labels"])
    return get_labels(world, request, number)


def list_comments(world: World, request: Any, number: str) -> Answer:
    found = [c for c in world.comments if c["issue_url"].endswith(f"/{number}")]
    return 200, world.page(found, request.query)


def list_all_comments(world: World, request: Any) -> Answer:
    since = request.query.get("since", "")
    found = [c for c in world.comments if c["updated_at"] >= since]
    return 200, world.page(found, request.query)


def add_comment(world: World, request: Any, number: str) -> Answer:
    world.pull(int(number))
    return 201, world.comment(int(number), request.login, request.body["body"])


def edit_comment(world: World, request: Any, number: str) -> Answer:
    comment = world.comments[int(number) - 1]
    comment |= {"body": request.body["body"], "updated_at": world.now()}
    return 200, comment


def list_reviews(world: World, request: Any, number: str) -> Answer:
    return 200, world.page(world.reviews.get(int(number), []), request.query)


def make_check_run(world: World, request: Any) -> Answer:
    if request.login != BOT:
        raise Refused(403, "You must authenticate via a GitHub App.")
    world.commit_of(request.body["head_sha"])
    made = shapes.check_run(len(world.checks) + 1, request.body, world.now())
    world.checks.append({**made, "given": request.body})
    return 201, made


def list_check_runs(world: World, request: Any, sha: str) -> Answer:
    found = [
        {key: value for key, value in run.items() if key != "given"}
        for run in reversed(world.checks)
        if run["head_sha"] == sha
    ]
    return 200, {"total_count": len(found), "check_runs": found}


def make_status(world: World, request: Any, sha: str) -> Answer:
    made = shapes.status(len(world.statuses) + 1, request.body, request.login, world.now())
    world.statuses.append({**made, "sha": sha})
    return 201, made


def list_labels(world: World, request: Any) -> Answer:
    names = sorted({name for of in world.labels.values() for name in of})
    return 200, world.page([shapes.label(name) for name in names], request.query)


def list_branches(world: World, request: Any) -> Answer:
    names = ["main"] if world.protection else []
    return 200, [shapes.branch(name, world.head(name) or "") for name in names]


def get_actions(world: World, request: Any) -> Answer:
    return 200, {"enabled": True, "allowed_actions": "selected", "selected_actions_url": ""}


def get_app(world: World, request: Any) -> Answer:
    return 200, shapes.app("peers", world.now(), world.events)


def get_hook(world: World, request: Any) -> Answer:
    return 200, world.hook


def list_deliveries(world: World, request: Any) -> Answer:
    return 200, world.page(list(reversed(world.hook_deliveries)), request.query)


def deliver_again(world: World, request: Any, number: str) -> Answer:
    world.asked_again.append(int(number))
    return 202, {}


def list_activity(world: World, request: Any) -> Answer:
    """Show who brought which commit to which branch, newest first."""
    wanted = request.query.get("ref")
    found = [pushed for pushed in world.activity if wanted in (None, pushed["ref"])]
    return 200, world.page(found, request.query)


def _who(body: Any) -> pygit2.Signature:
    given = body.get("author")
    if given is None:
        return WHO
    at = int(datetime.fromisoformat(given["date"]).timestamp())
    return pygit2.Signature(given["name"], given["email"], at, 0)


def _show_commit(world: World, commit: pygit2.Commit) -> dict[str, Any]:
    at = datetime.fromtimestamp(commit.author.time, tz=world.clock().tzinfo)
    who = {
        "name": commit.author.name, "email": commit.author.email,
        "date": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }  # fmt: skip
    parents = [str(parent) for parent in commit.parent_ids]
    return shapes.commit(str(commit.id), str(commit.tree.id), parents, commit.message, who)


def _invalid(message: str) -> Refused:
    errors = [{"resource": "PullRequest", "code": "custom", "message": message}]
    return Refused(422, "Validation Failed", errors)


ROUTES: tuple[tuple[str, str, Callable[..., Answer]], ...] = (
    ("GET", "/user", get_user),
    ("GET", REPO, get_repository),
    ("GET", f"{REPO}/installation", find_installation),
    ("POST", r"/app/installations/(\d+)/access_tokens", make_token),
    ("GET", "/app", get_app),
    ("GET", "/app/hook/config", get_hook),
    ("GET", "/app/hook/deliveries", list_deliveries),
    ("GET", f"{REPO}/labels", list_labels),
    ("GET", f"{REPO}/branches", list_branches),
    ("GET", f"{REPO}/actions/permissions", get_actions),
    ("POST", r"/app/hook/deliveries/(\d+)/attempts", deliver_again),
    ("GET", f"{REPO}/git/ref/heads/(.+)", get_ref),
    ("GET", f"{REPO}/git/matching-refs/heads/(.+)", list_refs),
    ("POST", f"{REPO}/git/refs", make_ref),
    ("PATCH", f"{REPO}/git/refs/heads/(.+)", move_ref),
    ("DELETE", f"{REPO}/git/refs/heads/(.+)", delete_ref),
    ("GET", f"{REPO}/git/commits/{SHA}", get_commit),
    ("POST", f"{REPO}/git/commits", make_commit),
    ("GET", f"{REPO}/git/trees/{SHA}", get_tree),
    ("POST", f"{REPO}/git/trees", make_tree),
    ("GET", f"{REPO}/git/blobs/{SHA}", get_blob),
    ("GET", f"{REPO}/contents/(.+)", get_file),
    ("PUT", f"{REPO}/contents/(.+)", put_file),
    ("GET", f"{REPO}/activity", list_activity),
    ("GET", f"{REPO}/pulls", list_pulls),
    ("POST", f"{REPO}/pulls", open_pull),
    ("GET", rf"{REPO}/pulls/(\d+)", get_pull),
    ("PATCH", rf"{REPO}/pulls/(\d+)", change_pull),
    ("GET", rf"{REPO}/pulls/(\d+)/files", list_files),
    ("PUT", rf"{REPO}/pulls/(\d+)/merge", merge_pull),
    ("GET", rf"{REPO}/pulls/(\d+)/reviews", list_reviews),
    ("GET", rf"{REPO}/issues/(\d+)/labels", get_labels),
    ("POST", rf"{REPO}/issues/(\d+)/labels", add_labels),
    ("PUT", rf"{REPO}/issues/(\d+)/labels", set_labels),
    ("GET", rf"{REPO}/issues/(\d+)/comments", list_comments),
    ("POST", rf"{REPO}/issues/(\d+)/comments", add_comment),
    ("GET", f"{REPO}/issues/comments", list_all_comments),
    ("PATCH", rf"{REPO}/issues/comments/(\d+)", edit_comment),
    ("POST", f"{REPO}/check-runs", make_check_run),
    ("GET", f"{REPO}/commits/{SHA}/check-runs", list_check_runs),
    ("POST", f"{REPO}/statuses/{SHA}", make_status),
)
