"""The customers' portal: report, follow, urge, confirm and rate, without an account."""
