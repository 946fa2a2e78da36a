"""Templates, sheets and styles to neutral documents. Floor 2."""

from toolkit.compose.composer import Composer, Composition
from toolkit.compose.library import Library

__all__ = ["Composer", "Composition", "Library"]
