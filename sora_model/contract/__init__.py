"""What passes between `app` and `sora_model`: versioned JSON, no torch, no Qt, no PyAV."""
