"""Tells the outcome: failures one by one, then a line a client."""

import json


def show(title, results, seconds):
    print(f"\n{title}")
    for result in results:
        for record in result["records"]:
            if record["outcome"] == "failed":
                print(f"  FAIL  {result['client']}: {record['case']} ({record.get('place', '')})\n        {record['note'][:600]}")
            elif record["outcome"] == "skipped":
                print(f"  skip  {result['client']}: {record['case']}: {record['note']}")
    print(f"  {'client':20} {'version':14} {'cases':>5} {'passed':>6} {'skipped':>7} {'failed':>6} {'seconds':>8}")
    for result in results:
        if result["reason"]:
            print(f"  {result['client']:20} skipped: {result['reason']}")
            continue
        count = [sum(record["outcome"] == outcome for record in result["records"]) for outcome in ("passed", "skipped", "failed")]
        print(f"  {result['client']:20} {result['version']:14} {sum(count):5} {count[0]:6} {count[1]:7} {count[2]:6} {result['seconds']:8.1f}")
    cases = [record for result in results for record in result["records"]]
    print(f"  {'all':20} {'':14} {len(cases):5} {sum(record['outcome'] == 'passed' for record in cases):6} in {seconds:.0f} s")


def failures(results):
    return sum(record["outcome"] == "failed" for result in results for record in result["records"])


def write_failures(path, results):
    found = [{**record, "client": result["client"], "version": result["version"], "title": result["title"]}
             for result in results for record in result["records"] if record["outcome"] == "failed"]
    with open(path, "w") as file:
        json.dump(found, file, indent=1)
