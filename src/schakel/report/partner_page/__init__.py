"""A partner's own page: its own part in the chain against the band of the region, in which nobody else is named."""
