import Dispatch

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Signals that are told instead of ending the process, for as long as somebody watches.
struct SignalWatch {
    private let numbers: [Int32]
    private let sources: [any DispatchSourceSignal]

    /// Has `take` called for each signal, on a queue; those this process was started deaf to, as by `nohup`, are left so unless `evenIgnored`.
    init(_ numbers: [Int32], evenIgnored: Bool = false, _ take: @escaping @Sendable (Int32) -> Void) {
        let numbers = numbers.filter { evenIgnored || !Self.isIgnored($0) }
        self.numbers = numbers
        sources = numbers.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { take(number) }
            source.resume()
            return source
        }
    }

    /// Lets the signals end the process again.
    func end() {
        for source in sources { source.cancel() }
        for number in numbers { signal(number, SIG_DFL) }
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        let handler = signal(number, SIG_IGN)
        signal(number, handler)
        return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
