"""Pictures of a simulation: values in, SVG and its table out."""
