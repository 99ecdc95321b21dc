"""How GitHub writes things: JSON with every field its description asks for.

`make test-forge` holds each answer against that description.
"""

from __future__ import annotations

from typing import Any


def _names(text: str) -> list[str]:
    return text.split()


SITE = "https://github.example"

_REPOSITORY_URLS = _names("""
    archive_url assignees_url blobs_url branches_url collaborators_url comments_url
    commits_url compare_url contents_url contributors_url deployments_url downloads_url events_url
    forks_url git_commits_url git_refs_url git_tags_url git_url hooks_url html_url
    issue_comment_url issue_events_url issues_url keys_url labels_url languages_url merges_url
    milestones_url notifications_url pulls_url releases_url ssh_url stargazers_url statuses_url
    subscribers_url subscription_url svn_url tags_url teams_url trees_url clone_url""")
_USER_URLS = _names("""avatar_url events_url followers_url following_url gists_url html_url
    organizations_url received_events_url repos_url starred_url subscriptions_url url""")
_PULL_URLS = _names("""comments_url commits_url diff_url html_url issue_url patch_url
    review_comment_url review_comments_url statuses_url url""")
_COUNTS = _names("""forks forks_count open_issues open_issues_count size stargazers_count watchers
    watchers_count network_count subscribers_count""")


def user(login: str, **more: Any) -> dict[str, Any]:
    is_bot = login.endswith("[bot]")
    return {
        **dict.fromkeys(_USER_URLS, f"{SITE}/users/{login}"),
        "login": login, "id": _number(login), "node_id": f"U_{login}", "gravatar_id": "",
        "site_admin": False, "type": "Bot" if is_bot else "User", **more,
    }  # fmt: skip


def full_user(login: str, at: str) -> dict[str, Any]:
    texts = ("bio", "blog", "company", "email", "location", "name")
    return user(
        login, **dict.fromkeys(texts, None) | {"blog": ""}, hireable=None, followers=0, following=0,
        public_gists=0, public_repos=0, created_at=at, updated_at=at, user_view_type="public",
    )  # fmt: skip


def repository(full_name: str, at: str, **more: Any) -> dict[str, Any]:
    owner, name = full_name.split("/")
    return {
        **dict.fromkeys(_REPOSITORY_URLS, f"{SITE}/{full_name}"),
        **dict.fromkeys(_COUNTS, 0),
        "id": _number(full_name), "node_id": f"R_{name}", "name": name, "full_name": full_name,
        "owner": user(owner), "private": True, "visibility": "private", "description": None,
        "fork": False, "url": f"{SITE}/repos/{full_name}", "default_branch": "main",
        "has_issues": True, "has_projects": False, "has_wiki": False, "has_pages": False,
        "has_downloads": False, "has_discussions": False, "homepage": None, "language": None,
        "archived": False, "disabled": False, "mirror_url": None, "license": None,
        "pushed_at": at, "created_at": at, "updated_at": at, "allow_squash_merge": True,
        "delete_branch_on_merge": False,
        "permissions": {"admin": False, "pull": True, "push": True}, **more,
    }  # fmt: skip


def ref(name: str, sha: str) -> dict[str, Any]:
    url = f"{SITE}/git/{name}"
    return {
        "ref": name, "node_id": "REF", "url": url,
        "object": {"type": "commit", "sha": sha, "url": url},
    }  # fmt: skip


def commit(sha: str, tree: str, parents: list[str], message: str, who: Any) -> dict[str, Any]:
    url = f"{SITE}/git/commits/{sha}"
    return {
        "sha": sha, "node_id": "C", "url": url, "html_url": url, "message": message,
        "author": who, "committer": who, "tree": {"sha": tree, "url": url},
        "parents": [{"sha": parent, "url": url, "html_url": url} for parent in parents],
        "verification": {
            "verified": False, "reason": "unsigned", "signature": None, "payload": None,
            "verified_at": None,
        },
    }  # fmt: skip


def tree_entry(path: str, kind: str, sha: str) -> dict[str, Any]:
    mode = "040000" if kind == "tree" else "100644"
    return {"path": path, "mode": mode, "type": kind, "sha": sha, "url": f"{SITE}/git/{sha}"}


def file(path: str, sha: str, content: str) -> dict[str, Any]:
    url = f"{SITE}/contents/{path}"
    return {
        "type": "file", "encoding": "base64", "size": len(content), "name": path.split("/")[-1],
        "path": path, "content": content, "sha": sha, "url": url, "git_url": url, "html_url": url,
        "download_url": url, "_links": {"self": url, "git": url, "html": url},
    }  # fmt: skip


def label(name: str) -> dict[str, Any]:
    return {
        "id": _number(name), "node_id": "L", "url": f"{SITE}/labels/{name}", "name": name,
        "description": "", "color": "ededed", "default": False,
    }  # fmt: skip


def pull(number: int, at: str, **more: Any) -> dict[str, Any]:
    url = f"{SITE}/pulls/{number}"
    links = _names("comments commits statuses html issue review_comments review_comment self")
    return {
        **dict.fromkeys(_PULL_URLS, url),
        "_links": {name: {"href": url} for name in links},
        "id": number, "node_id": "PR", "number": number, "locked": False, "assignee": None,
        "milestone": None, "author_association": "NONE", "auto_merge": None, "created_at": at,
        "draft": False, **more,
    }  # fmt: skip


def comment(number: int, issue: int, login: str, body: str, at: str, now: str) -> dict[str, Any]:
    url = f"{SITE}/comments/{number}"
    return {
        "id": number, "node_id": "IC", "url": url, "html_url": url, "body": body,
        "issue_url": f"{SITE}/issues/{issue}", "user": user(login), "created_at": at,
        "updated_at": now, "author_association": "NONE", "performed_via_github_app": None,
    }  # fmt: skip


def review(number: int, login: str, state: str, body: str, sha: str, at: str) -> dict[str, Any]:
    url = f"{SITE}/reviews/{number}"
    return {
        "id": number, "node_id": "RV", "user": user(login), "body": body, "state": state,
        "html_url": url, "pull_request_url": url, "commit_id": sha, "submitted_at": at,
        "_links": {"html": {"href": url}, "pull_request": {"href": url}},
        "author_association": "NONE",
    }  # fmt: skip


def check_run(number: int, given: Any, at: str) -> dict[str, Any]:
    url, output = f"{SITE}/runs/{number}", given.get("output", {})
    return {
        "id": number, "node_id": "CR", "head_sha": given["head_sha"], "name": given["name"],
        "url": url, "html_url": url, "details_url": url, "status": given["status"],
        "conclusion": given["conclusion"], "started_at": at, "completed_at": at,
        "external_id": given.get("external_id", ""), "check_suite": {"id": 1}, "app": None,
        "pull_requests": [],
        "output": {
            "title": output.get("title"), "summary": output.get("summary"), "text": None,
            "annotations_count": len(output.get("annotations", [])), "annotations_url": url,
        },
    }  # fmt: skip


def status(number: int, given: Any, login: str, at: str) -> dict[str, Any]:
    return {
        "id": number, "node_id": "S", "url": f"{SITE}/statuses/{number}", "avatar_url": None,
        "state": given["state"], "description": given.get("description"), "target_url": None,
        "context": given["context"], "created_at": at, "updated_at": at, "creator": user(login),
    }  # fmt: skip


def activity(number: int, ref: str, before: str, after: str, login: str, at: str) -> dict[str, Any]:
    is_new = not before.strip("0")
    return {
        "id": number, "node_id": f"PSH_{number}", "before": before, "after": after, "ref": ref,
        "timestamp": at, "activity_type": "branch_creation" if is_new else "push",
        "actor": user(login),
    }  # fmt: skip


def installation(owner: str, at: str, permissions: dict[str, str]) -> dict[str, Any]:
    return {
        "id": 7, "account": user(owner), "repository_selection": "selected",
        "access_tokens_url": SITE, "repositories_url": SITE, "html_url": SITE, "app_id": 5,
        "app_slug": "waymark", "target_id": 1, "target_type": "Organization",
        "permissions": permissions, "events": ["pull_request"], "created_at": at, "updated_at": at,
        "single_file_name": None, "suspended_by": None, "suspended_at": None,
    }  # fmt: skip


def branch(name: str, sha: str) -> dict[str, Any]:
    return {"name": name, "commit": {"sha": sha, "url": f"{SITE}/{sha}"}, "protected": True}


def app(owner: str, at: str, events: list[str]) -> dict[str, Any]:
    return {
        "id": 5, "slug": "waymark", "node_id": "A", "owner": user(owner), "name": "Waymark",
        "description": None, "external_url": SITE, "html_url": SITE, "created_at": at,
        "updated_at": at, "permissions": {"metadata": "read"}, "events": events,
    }  # fmt: skip


def delivery(number: int, guid: str, event: str, code: int, at: str) -> dict[str, Any]:
    return {
        "id": number, "guid": guid, "delivered_at": at, "redelivery": False, "duration": 0.1,
        "status": "OK" if code < 300 else "Failed", "status_code": code, "event": event,
        "action": None, "installation_id": 1, "repository_id": 1, "throttled_at": None,
    }  # fmt: skip


def trouble(message: str, *, status: int, errors: Any = None) -> dict[str, Any]:
    """Return an error as GitHub words it."""
    more = {"errors": errors} if errors else {}
    docs = f"{SITE}/rest"
    return {"message": message, "documentation_url": docs, "status": str(status), **more}


def _number(name: str) -> int:
    return sum(ord(letter) * (place + 1) for place, letter in enumerate(name))
