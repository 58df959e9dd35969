"""From staged events to steps and cases: place, next, wait, and what each case comes to."""
