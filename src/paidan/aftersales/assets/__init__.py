"""Assets: the products that are serviced, and each one installed."""
