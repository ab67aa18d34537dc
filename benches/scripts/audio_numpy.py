"""The audio tokens of PCM on standard input, with numpy and scipy.fft, 64 frames at a time.

Arguments: rate, frame size, tokens a frame. A line has a name and the microseconds a frame; of each batch the best round
counts.
"""

import sys
import time

import numpy as np
import scipy.fft

BATCH = 64
ROUNDS = 25


def tokens(pcm, rate, n, k, rfft, real, best):
    samples = np.frombuffer(pcm, "<i2").astype(real) / real(32768)
    window = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n) / (n - 1))).astype(real)
    frames = np.lib.stride_tricks.sliding_window_view(samples, n)[:: n // 2]
    out = np.empty((len(frames), k), [("frequency", ">u4"), ("magnitude", ">u2"), ("phase", ">u2")])
    for at in range(0, len(frames) // BATCH * BATCH, BATCH):
        start = time.perf_counter()
        bins = rfft(frames[at : at + BATCH] * window)
        magnitude = np.abs(bins)
        largest = magnitude.max(axis=1, keepdims=True)
        magnitude /= np.where(largest == 0, real(1), largest)
        width = magnitude.shape[1]
        rows = np.arange(len(bins))[:, None]
        top = np.argpartition(magnitude, width - k, axis=1)[:, width - k :]
        order = np.argsort(-magnitude[rows, top], axis=1, kind="stable")
        top = top[rows, order]
        token = out[at : at + BATCH]
        token["frequency"] = np.minimum(top * rate / n, 20000) * 10
        token["magnitude"] = magnitude[rows, top] * 65535
        token["phase"] = (np.angle(bins[rows, top]) + np.pi) / (2 * np.pi) * 65535
        best[at // BATCH] = min(best[at // BATCH], time.perf_counter() - start)
    return out


def main():
    rate, n, k = map(int, sys.argv[1:4])
    pcm = sys.stdin.buffer.read()
    ways = [
        ("numpy, 64-bit", np.fft.rfft, np.float64),
        ("numpy, 32-bit", np.fft.rfft, np.float32),
        ("scipy.fft, 64-bit", scipy.fft.rfft, np.float64),
        ("scipy.fft, 32-bit", scipy.fft.rfft, np.float32),
    ]
    hops = (len(pcm) // 2 - n) // (n // 2) + 1
    best = [[float("inf")] * (hops // BATCH) for _ in ways]
    for _ in range(ROUNDS):
        for (_, rfft, real), laps in zip(ways, best):
            tokens(pcm, rate, n, k, rfft, real, laps)
    for (name, _, _), laps in zip(ways, best):
        print(f"{name}\t{sum(laps) * 1e6 / (len(laps) * BATCH)}")


main()
