"""How far apart two event logs are: control flow, moments and workforce, after Chapela-Campa et al. (BPM 2023)."""
