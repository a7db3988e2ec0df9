"""PyTorch on one model with one thread: python3 peers_torch.py FOLDER NAME BATCH OPTIMIZER RATE SECONDS; a line of JSON.

The network is the exported code with the exported weights; measured as in main.cpp and peers_page.js."""
import importlib.util
import itertools
import json
import pathlib
import statistics
import sys
import time

import numpy as np
import torch
from torch.nn import functional as F

SINGLE_IMAGES = 300
SIDE = 28


def load_network(folder, name):
    spec = importlib.util.spec_from_file_location(name, folder / f"{name}_torch.py")
    code = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(code)
    network = code.Network()
    code.load(network, str(folder / f"{name}.npz"))
    return network


def load_images(folder):
    data = np.fromfile(folder / "images.bin", np.uint8)
    count = data.size // (SIDE * SIDE + 1)
    images = data[:count * SIDE * SIDE].reshape(count, 1, SIDE, SIDE).astype(np.float32) / np.float32(255)
    return torch.from_numpy(images), torch.from_numpy(data[count * SIDE * SIDE:].astype(np.int64))


def rate_of(seconds, images, work):
    begin, count = time.perf_counter(), 0
    while time.perf_counter() - begin < seconds:
        work()
        count += images
    return count / (time.perf_counter() - begin)


def settled(measure):
    rate = measure()
    for _ in range(7):
        following = measure()
        rises, rate = following > 1.05 * rate, max(rate, following)
        if not rises:
            break
    return rate


def median_ms(network, images):
    times = []
    for i in range(SINGLE_IMAGES):
        begin = time.perf_counter()
        torch.softmax(network(images[i:i + 1]), 1)
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def main(folder, name, batch, optimizer, rate, seconds):
    network, (images, labels) = load_network(folder, name), load_images(folder)
    chosen = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam,
              "rmsprop": lambda parameters, lr: torch.optim.RMSprop(parameters, lr, alpha=0.9)}[optimizer](network.parameters(), lr=rate)
    losses, firsts = [], itertools.cycle(range(0, len(images) - batch + 1, batch))

    def step():
        first = next(firsts)
        chosen.zero_grad(set_to_none=True)
        loss = F.cross_entropy(network(images[first:first + batch]), labels[first:first + batch])
        loss.backward()
        chosen.step()
        losses.append(loss.item())

    row = {"program": f"PyTorch {torch.__version__}, one thread",
           "train_images_per_second": settled(lambda: rate_of(seconds, batch, step))}
    network.eval()
    with torch.inference_mode():
        infer = lambda: torch.softmax(network(images[:batch]), 1)
        row["inference_images_per_second"] = settled(lambda: rate_of(seconds / 3, batch, infer))
        row["single_image_ms"] = median_ms(network, images)
    print(json.dumps(row | {"losses": losses[:10]}))


if __name__ == "__main__":
    torch.set_num_threads(1)
    main(pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4], float(sys.argv[5]), float(sys.argv[6]))
