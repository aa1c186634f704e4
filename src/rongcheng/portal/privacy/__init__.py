"""Privacy choices (隐私选择): what needs consent, given and ended."""
