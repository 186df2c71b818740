"""The key-value engine of the guide "Build a key-value store" as a contender.

The class KV and encode_record are the guide's own, with its `fsync` switch. What follows them runs one workload
over the benchmark's data set and prints its figures as one line of JSON.
"""

import json
import os
import struct
import sys
import time
import zlib

# One record on disk:
#   [crc:4][key_len:4][val_len:4][key bytes][value bytes]
# crc covers everything after itself. val_len == -1 marks a delete.
HEADER = struct.Struct("<Iii")   # uint32 crc, int32 key_len, int32 val_len
TOMBSTONE = -1


def encode_record(key: bytes, value) -> bytes:
    if value is None:  # a delete
        body = struct.pack("<ii", len(key), TOMBSTONE) + key
    else:
        body = struct.pack("<ii", len(key), len(value)) + key + value
    crc = zlib.crc32(body)
    return struct.pack("<I", crc) + body


class KV:
    def __init__(self, path, fsync=True):
        self.path = path
        self._fsync = fsync
        self._index = {}          # key -> (value_offset, value_len)
        self._replay()
        self._log = open(path, "ab")
        self._reader = open(path, "rb")

    def _replay(self):
        if not os.path.exists(self.path):
            self._offset = 0
            return
        good = 0
        with open(self.path, "rb") as f:
            while True:
                pos = f.tell()
                header = f.read(HEADER.size)
                if len(header) < HEADER.size:
                    break                    # clean end of file, or a torn header
                crc, key_len, val_len = HEADER.unpack(header)
                is_delete = val_len == TOMBSTONE
                body_len = key_len + (0 if is_delete else val_len)
                body = f.read(body_len)
                if len(body) < body_len:
                    break                    # torn record: the write never finished
                if zlib.crc32(header[4:] + body) != crc:
                    break                    # corrupt: trust nothing from here on
                key = body[:key_len]
                if is_delete:
                    self._index.pop(key, None)
                else:
                    value_off = pos + HEADER.size + key_len
                    self._index[key] = (value_off, val_len)
                good = f.tell()
        if good < os.path.getsize(self.path):
            with open(self.path, "r+b") as f:
                f.truncate(good)             # drop the torn tail
        self._offset = good

    def set(self, key: bytes, value: bytes):
        record = encode_record(key, value)
        self._log.write(record)
        self._log.flush()
        if self._fsync:
            os.fsync(self._log.fileno())
        self._index[key] = (self._offset + HEADER.size + len(key), len(value))
        self._offset += len(record)

    def get(self, key: bytes):
        entry = self._index.get(key)
        if entry is None:
            return None
        offset, length = entry
        self._reader.seek(offset)
        return self._reader.read(length)

    def delete(self, key: bytes) -> bool:
        if key not in self._index:
            return False
        record = encode_record(key, None)
        self._log.write(record)
        self._log.flush()
        if self._fsync:
            os.fsync(self._log.fileno())
        self._offset += len(record)
        del self._index[key]
        return True

    def compact(self):
        tmp_path = self.path + ".compact"
        new_index = {}
        offset = 0
        with open(tmp_path, "wb") as tmp:
            for key, (old_off, length) in self._index.items():
                self._reader.seek(old_off)
                value = self._reader.read(length)
                record = encode_record(key, value)
                tmp.write(record)
                new_index[key] = (offset + HEADER.size + len(key), length)
                offset += len(record)
            tmp.flush()
            os.fsync(tmp.fileno())
        self._log.close()
        self._reader.close()
        os.replace(tmp_path, self.path)      # atomic swap
        self._log = open(self.path, "ab")
        self._reader = open(self.path, "rb")
        self._index = new_index
        self._offset = offset

    def close(self):
        self._log.close()
        self._reader.close()


PLACES = 4_096
PLACE_STEP = 251


class Dataset:
    """The files of bench/lib/dataset.mjs, cut in the same way."""

    def __init__(self, job):
        size = job["keyBytes"]
        with open(os.path.join(job["dataset"], "keys.bin"), "rb") as f:
            packed = f.read()
        self.keys = [packed[at:at + size] for at in range(0, len(packed), size)]
        with open(os.path.join(job["dataset"], "pool.bin"), "rb") as f:
            pool = f.read()
        length = job["valueBytes"]
        self._values = [pool[at * PLACE_STEP:at * PLACE_STEP + length] for at in range(PLACES)]
        with open(os.path.join(job["dataset"], "order.bin"), "rb") as f:
            self.order = memoryview(f.read()).cast("I")
        # In the order of reading, each made just before the next: a caller's key is warm.
        self.ordered = [packed[at * size:(at + 1) * size] for at in self.order]

    def value(self, index, version):
        return self._values[(index * 7_919 + version * 104_729) % PLACES]


def timed(count, budget_ms, step):
    """Calls step(0), step(1), … until count or the budget is reached; operations a second and how many were done."""
    start = time.perf_counter()
    deadline = start + budget_ms / 1000
    done = 0
    while done < count:
        step(done)
        done += 1
        if done % 256 == 0 and time.perf_counter() > deadline:
            break
    return done / (time.perf_counter() - start), done


def fill(db, data, job, version, start=0):
    for i in range(start, job["keys"]):
        db.set(data.keys[i], data.value(i, version))


def durable_one(job, path):
    data = Dataset(job)
    db = KV(path)
    rate, _ = timed(job["keys"], job["durableBudgetMs"], lambda i: db.set(data.keys[i], data.value(i, 0)))
    db.close()
    return {"opsPerSecond": rate}


def load(job, path):
    data = Dataset(job)
    db = KV(path, fsync=False)
    rate, done = timed(job["keys"], job["relaxedBudgetMs"], lambda i: db.set(data.keys[i], data.value(i, 0)))
    fill(db, data, job, 0, done)
    db.close()
    return {"opsPerSecond": rate, "diskBytes": os.stat(path).st_blocks * 512}


def gets(job, path):
    data = Dataset(job)
    db = KV(path, fsync=False)

    def step(i):
        value = db.get(data.ordered[i])
        if i % 64 == 0 and value != data.value(data.order[i], 0):
            raise SystemExit("the guide's engine returned another value than was stored")

    rate, _ = timed(job["keys"], job["readBudgetMs"], step)
    db.close()
    return {"opsPerSecond": rate}


def open_clean(job, path):
    start = time.perf_counter()
    db = KV(path, fsync=False)
    took = time.perf_counter() - start
    with open("/proc/self/statm", "rb") as f:
        rss = int(f.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    db.close()
    return {"ms": took * 1000, "rssBytes": rss}


def compaction(job, path):
    data = Dataset(job)
    db = KV(path, fsync=False)
    fill(db, data, job, 1)
    before = db._offset
    start = time.perf_counter()
    db.compact()
    took = time.perf_counter() - start
    after = db._offset
    db.close()
    return {"ms": took * 1000, "bytesBefore": before, "bytesAfter": after}


WORKLOADS = {
    "durable-one": durable_one,
    "load": load,
    "gets": gets,
    "open": open_clean,
    "compaction": compaction,
}

if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    print(json.dumps(WORKLOADS[given["workload"]](given, os.path.join(given["directory"], "data.log"))))
