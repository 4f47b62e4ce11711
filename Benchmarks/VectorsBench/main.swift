// Ranks the rows of a matrix of float32 against its first one: vectors-bench FILE ROWS WIDTH ROUNDS
// Prints a line for each measure: processor milliseconds of one ranking (the median of the rounds), and the places of the ten nearest.
import GemCore

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
guard arguments.count == 5, let rows = Int(arguments[2]), let width = Int(arguments[3]), let rounds = Int(arguments[4]), rounds > 0 else {
    print("usage: vectors-bench FILE ROWS WIDTH ROUNDS")
    exit(64)
}
let bytes = try FileSlice(path: arguments[1], length: Int64(rows * width * 4)).read()
let values = bytes.withUnsafeBytes { [Float]($0.bindMemory(to: Float.self)) }
let query = Array(values.prefix(width))
for (name, measure) in [("cosine", Vectors.Measure.cosine), ("dot", .dot)] {
    var times: [Double] = []
    var best: [Vectors.Match] = []
    for _ in 0..<rounds {
        let start = processorTime()
        best = try Vectors.topK(query.span, inRows: values.span, k: 10, by: measure)
        times.append((processorTime() - start) * 1000)
    }
    print(name, times.sorted()[rounds / 2], best.map { String($0.index) }.joined(separator: ","))
}
