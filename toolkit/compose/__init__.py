"""Templates, sheets and styles to neutral documents. Floor 2."""
