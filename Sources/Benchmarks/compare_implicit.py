#!/usr/bin/env python3
"""Times the library implicit (pip install implicit) on a world of `cactubase benchmark recommender --csv FILE`.

Item-item cosine with 64 neighbours, the nearest thing to the item part: fitting, and the best 10 for everybody. Processor seconds of all cores
together, median of the runs with least and most, as `cactubase benchmark recommender` prints its own of the same world.
"""
import csv
import os
import resource
import statistics
import sys
from array import array

import numpy
import scipy.sparse
from implicit.nearest_neighbours import CosineRecommender


def matrix(path):
    users, items = array("i"), array("i")
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            if row["value"] == "1":
                users.append(int(row["user"]))
                items.append(int(row["item"]))
    ones = numpy.ones(len(users), dtype=numpy.float32)
    return scipy.sparse.csr_matrix((ones, (numpy.frombuffer(users, "i4"), numpy.frombuffer(items, "i4"))))


def processor():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main(path, runs=5):
    taken = matrix(path)
    print(f"{taken.shape[0]} users, {taken.shape[1]} items, {taken.nnz} takings, {os.cpu_count()} cores")
    fits, bests = [], []
    for _ in range(runs):
        model = CosineRecommender(K=64)
        start = processor()
        model.fit(taken, show_progress=False)
        middle = processor()
        model.recommend(numpy.arange(taken.shape[0]), taken, N=10)
        fits.append(middle - start)
        bests.append(processor() - middle)
    for name, values in (("fit", fits), ("top 10 of everybody", bests)):
        print(f"{statistics.median(values):10.3f} s   {name}  ({min(values):.3f}–{max(values):.3f}, {runs} runs)")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5)
