"""The list of features: the product's table of contents, lowest layer first."""

from __future__ import annotations

from paidan.kernel.feature import Feature
from paidan.kernel.feature_of_kernel import kernel_feature
from paidan.platform.files.feature import feature as files_feature

FEATURES: tuple[Feature, ...] = (kernel_feature, files_feature)
