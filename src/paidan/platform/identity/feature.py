"""Identity as a feature."""

from __future__ import annotations

from paidan.kernel.feature import Feature
from paidan.platform.identity import endpoints
from paidan.platform.identity.authenticating import BySession, ByToken
from paidan.platform.identity.versions import install_version

feature = Feature(
    name="identity",
    summary="People, the team tree, sign-in, sessions and API tokens.",
    router=endpoints.router,
    contributes=[ByToken(), BySession()],
    installs=[install_version],
)
