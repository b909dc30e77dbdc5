"""The list of features: the product's table of contents, lowest layer first."""

from __future__ import annotations

from paidan.aftersales.assets.feature import feature as assets_feature
from paidan.aftersales.customers.feature import feature as customers_feature
from paidan.aftersales.demo.feature import feature as demo_feature
from paidan.aftersales.dispatch.feature import feature as dispatch_feature
from paidan.aftersales.engineers.feature import feature as engineers_feature
from paidan.aftersales.intake.feature import feature as intake_feature
from paidan.aftersales.portal.feature import feature as portal_feature
from paidan.aftersales.roles.feature import feature as roles_feature
from paidan.aftersales.sla.feature import feature as sla_feature
from paidan.aftersales.workorders.feature import feature as workorders_feature
from paidan.builder.actions.feature import feature as actions_feature
from paidan.builder.flow.feature import feature as flow_feature
from paidan.builder.objects.feature import feature as objects_feature
from paidan.builder.records.feature import feature as records_feature
from paidan.builder.transfer.feature import feature as transfer_feature
from paidan.kernel.feature import Feature
from paidan.kernel.feature_of_kernel import kernel_feature
from paidan.platform.calendars.feature import feature as calendars_feature
from paidan.platform.files.feature import feature as files_feature
from paidan.platform.identity.feature import feature as identity_feature
from paidan.platform.notifications.feature import feature as notifications_feature
from paidan.platform.permissions.feature import feature as permissions_feature

FEATURES: tuple[Feature, ...] = (
    kernel_feature,
    calendars_feature,
    identity_feature,
    permissions_feature,
    files_feature,
    notifications_feature,
    objects_feature,
    records_feature,
    actions_feature,
    flow_feature,
    transfer_feature,
    customers_feature,
    engineers_feature,
    assets_feature,
    workorders_feature,
    dispatch_feature,
    sla_feature,
    roles_feature,
    intake_feature,
    portal_feature,
    demo_feature,
)
