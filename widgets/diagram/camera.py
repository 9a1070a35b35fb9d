"""Which part of the drawing is seen, and how large."""

from __future__ import annotations

from dataclasses import dataclass

MIN_SCALE, MAX_SCALE = 0.002, 8.0


@dataclass(frozen=True, slots=True)
class Camera:
    """A view of the world.

    Attributes:
        x, y: world point in the middle of the view.
        scale: pixels per world unit; 1 shows labels at their designed size.
        width, height: of the view, pixels.
    """

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    width: float = 1.0
    height: float = 1.0

    @property
    def dx(self) -> float:
        """Screen x of world 0."""
        return self.width / 2 - self.x * self.scale

    @property
    def dy(self) -> float:
        """Screen y of world 0."""
        return self.height / 2 - self.y * self.scale

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        """Pixels of a world point."""
        return x * self.scale + self.dx, y * self.scale + self.dy

    def to_world(self, x: float, y: float) -> tuple[float, float]:
        """World point under a pixel."""
        return (x - self.dx) / self.scale, (y - self.dy) / self.scale

    def rect(self, margin: float = 0.0) -> tuple[float, float, float, float]:
        """What is seen, in world units, widened by ``margin`` pixels: x0, y0, x1, y1."""
        half_x = (self.width / 2 + margin) / self.scale
        half_y = (self.height / 2 + margin) / self.scale
        return self.x - half_x, self.y - half_y, self.x + half_x, self.y + half_y

    def resized(self, width: float, height: float) -> Camera:
        """The same middle in a view of another size."""
        return Camera(self.x, self.y, self.scale, max(width, 1.0), max(height, 1.0))

    def panned(self, dx: float, dy: float) -> Camera:
        """The drawing moved by so many pixels."""
        return self.centred(self.x - dx / self.scale, self.y - dy / self.scale)

    def centred(self, x: float, y: float, scale: float | None = None) -> Camera:
        """Looking at another point."""
        chosen = self.scale if scale is None else min(max(scale, MIN_SCALE), MAX_SCALE)
        return Camera(x, y, chosen, self.width, self.height)

    def zoomed(self, factor: float, at_x: float, at_y: float) -> Camera:
        """Larger by ``factor``; the world point under the pixel stays where it is."""
        world_x, world_y = self.to_world(at_x, at_y)
        scale = min(max(self.scale * factor, MIN_SCALE), MAX_SCALE)
        x = world_x - (at_x - self.width / 2) / scale
        y = world_y - (at_y - self.height / 2) / scale
        return Camera(x, y, scale, self.width, self.height)

    def fitted(self, bounds: tuple[float, float, float, float], margin: float = 24.0, largest: float = 1.5) -> Camera:
        """All of ``bounds`` in view, at most ``largest`` times its designed size."""
        x0, y0, x1, y1 = bounds
        across = max(self.width - 2 * margin, 1.0) / max(x1 - x0, 1.0)
        down = max(self.height - 2 * margin, 1.0) / max(y1 - y0, 1.0)
        return self.centred((x0 + x1) / 2, (y0 + y1) / 2, min(across, down, largest))
