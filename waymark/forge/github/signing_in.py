"""Sign in to GitHub: as an App's installation with just the rights we use, or with a token."""

from __future__ import annotations

from github import Auth, Github, GithubIntegration

from waymark.github_settings import App, GitHubSettings, Secret

RIGHTS = {"contents": "write", "pull_requests": "write", "issues": "write", "checks": "write"}
"""What an installation's token may do at most; every App may read metadata."""
TIMEOUT_SECONDS = 20


def new_client(settings: GitHubSettings, timeout: int = TIMEOUT_SECONDS) -> Github:
    """Return a client for one thread: it repeats nothing and never sleeps."""
    return _client(settings, _auth(settings), timeout)


def new_app_client(settings: GitHubSettings, app: App) -> Github:
    """Return a client that speaks for the App itself, not for an installation of it."""
    return _client(settings, _app_auth(app), TIMEOUT_SECONDS)


def _client(settings: GitHubSettings, auth: Auth.Auth, timeout: int) -> Github:
    return Github(
        auth=auth,
        base_url=settings.api,
        timeout=timeout,
        user_agent="waymark",
        retry=None,
        seconds_between_requests=0,
        seconds_between_writes=0,
        lazy=True,
    )


def _auth(settings: GitHubSettings) -> Auth.Auth:
    if isinstance(settings.who, Secret):
        return Auth.Token(settings.who.reveal())
    app = _app_auth(settings.who)
    installation = settings.who.installation or _installation(settings, app)
    return app.get_installation_auth(installation, token_permissions=RIGHTS)


def _app_auth(app: App) -> Auth.AppAuth:
    return Auth.AppAuth(app.id, app.key.reveal())


def _installation(settings: GitHubSettings, app: Auth.AppAuth) -> int:
    owner, name = settings.repository.split("/")
    integration = GithubIntegration(
        auth=app,
        base_url=settings.api,
        timeout=TIMEOUT_SECONDS,
        retry=None,
        seconds_between_requests=0,
        seconds_between_writes=0,
    )
    return integration.get_repo_installation(owner, name).id
