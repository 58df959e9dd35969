"""The orchestration desk: what partners want, can, mean, expect and agreed, beside what the data show of it.

All of it stands in one network file, which people may also keep in git and edit by hand.
"""
