"""What one would write in Python: csv.DictReader and strptime."""

import csv
import datetime
import json
import re
import resource
import sys

source, target, as_of = sys.argv[1:4]
last_day = datetime.datetime.strptime(as_of, "%Y-%m-%d") - datetime.timedelta(days=30)
columns = ["OrderID", "Customer", "Amount", "Status", "OrderDate"]
amount = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,2})?")
kept = 0

with open(source, newline="", encoding="utf-8") as rows, open(target, "w", newline="", encoding="utf-8") as output:
    writer = csv.DictWriter(output, columns, lineterminator="\n")
    writer.writeheader()
    for row in csv.DictReader(rows):
        if None in row or None in row.values() or not row["OrderID"] or not row["Customer"] or not amount.fullmatch(row["Amount"]):
            continue
        try:
            day = datetime.datetime.strptime(row["OrderDate"], "%Y-%m-%d")
        except ValueError:
            continue
        if row["Status"].lower() in ("pending", "cancelled") and day <= last_day:
            continue
        writer.writerow(row)
        kept += 1

unit = 1 if sys.platform == "darwin" else 1024
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"kept": kept, "peakBytes": usage.ru_maxrss * unit, "cpuSeconds": usage.ru_utime + usage.ru_stime}))
