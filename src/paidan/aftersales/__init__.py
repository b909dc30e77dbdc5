"""After-sales service: the business itself. Customers, assets, work orders, intake, parts, dispatch, promises, knowledge, surveys, portal."""
