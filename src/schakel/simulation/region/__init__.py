"""The fictional region Lindewaard: a chain that was simulated, with a known truth, as the sources of a real one."""
