"""Builds the program, and runs it for the target exec."""

from SCons.Script import Default, DefaultEnvironment

env = DefaultEnvironment()
program = env.BuildProgram()
env.AddTarget("exec", program, env.VerboseAction("$BUILD_DIR/${PROGNAME}", "Executing $BUILD_DIR/${PROGNAME}"))
Default([program])
