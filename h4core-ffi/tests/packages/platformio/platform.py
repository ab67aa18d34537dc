"""A platform without boards and without packages: the compilers of the machine."""

from platformio.platform.base import PlatformBase


class NativePlatform(PlatformBase):
    pass
