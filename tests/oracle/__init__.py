"""A slow, plain reading of the definitions: events to steps and cases to every figure, without SQL."""
