"""From media to tensors: steps, cached features, targets."""
