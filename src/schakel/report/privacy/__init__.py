"""What a privacy officer needs: a DPIA made from what is configured, its open questions, and what changed since."""
