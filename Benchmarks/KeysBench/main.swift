// Computes the key of the request in a file again and again: keys-bench PATH FILE [SECONDS]
// Prints the processor time of one key in microseconds: the median of ten rounds.
import GemCore
import HTTPTypes

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

let arguments = CommandLine.arguments
var status = stat()
guard arguments.count > 2, stat(arguments[2], &status) == 0 else {
    print("usage: keys-bench PATH FILE [SECONDS]")
    exit(64)
}
let body = try FileSlice(path: arguments[2], length: Int64(status.st_size)).read()
let seconds = arguments.count > 3 ? Double(arguments[3]) ?? 1 : 1

func key() throws -> RequestKey? { try Question.read(method: .post, path: arguments[1], body: body)?.key }

guard let first = try key() else {
    print("\(arguments[1]) is no question")
    exit(65)
}
// So many keys take about a tenth of the time.
var count = 1
while true {
    let start = processorTime()
    for _ in 0..<count { guard try key() == first else { exit(70) } }
    let spent = processorTime() - start
    if spent > seconds / 40 {
        count = max(1, Int(Double(count) * seconds / 10 / spent))
        break
    }
    count *= 4
}
var rounds: [Double] = []
for _ in 0..<10 {
    let start = processorTime()
    for _ in 0..<count { guard try key() == first else { exit(70) } }
    rounds.append((processorTime() - start) / Double(count) * 1e6)
}
rounds.sort()
print("\(first) \(rounds[5])")
