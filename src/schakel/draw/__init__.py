"""Maps and charts: values in, SVG and its table twin out."""
