"""The chain as a model: who lives where, with which questions, helped by whom, in which order, for which money."""
