"""The list of features: the product's table of contents, lowest layer first."""

from __future__ import annotations

from paidan.kernel.feature import Feature
from paidan.kernel.feature_of_kernel import kernel_feature
from paidan.platform.files.feature import feature as files_feature
from paidan.platform.identity.feature import feature as identity_feature
from paidan.platform.permissions.feature import feature as permissions_feature

FEATURES: tuple[Feature, ...] = (kernel_feature, identity_feature, permissions_feature, files_feature)
