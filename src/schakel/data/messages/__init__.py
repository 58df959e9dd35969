"""Messages of the Dutch standards iWmo and iJw: read without names or numbers of people, folded into events."""
