// Gives bytes to one of the parsers and ends the program where a promise breaks: fuzz TARGET FILE… runs files once;
// built by scripts/fuzz it searches for bytes on its own, with libFuzzer's own arguments after TARGET.
import Dispatch
import GemCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

#if LIBFUZZER
import CFuzz
#endif

@main enum Fuzz {
    nonisolated(unsafe) private static var target: any FuzzTarget.Type = JSONTarget.self

    static func main() {
        guard CommandLine.arguments.count > 1, let found = targets.first(where: { $0.name == CommandLine.arguments[1] }) else {
            print("usage: fuzz \(targets.map { $0.name }.joined(separator: "|")) FILE…")
            exit(64)
        }
        target = found
        #if LIBFUZZER
        var count = CommandLine.argc - 1
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
        exit(
            LLVMFuzzerRunDriver(&count, &arguments) { data, size in
                Fuzz.target.run([UInt8](UnsafeBufferPointer(start: data, count: size)))
                return 0
            })
        #else
        for path in CommandLine.arguments.dropFirst(2) {
            var info = stat()
            guard stat(path, &info) == 0, let bytes = try? FileSlice(path: path, length: Int64(info.st_size)).read() else {
                print("cannot read \(path)")
                exit(66)
            }
            target.run(bytes)
        }
        #endif
    }

    private static var targets: [any FuzzTarget.Type] {
        [
            JSONTarget.self, KeyTarget.self, EventsTarget.self, HTTPTarget.self, RouteTarget.self, MockTarget.self, MultipartTarget.self,
            CassetteTarget.self, MediaTarget.self,
        ]
    }
}

#if LIBFUZZER
/// libFuzzer's own main, which is linked but not used, wants it.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 { 0 }
#endif

/// Something that reads bytes from anywhere.
protocol FuzzTarget {
    static var name: String { get }
    /// Reads the bytes; ends the program where it breaks a promise.
    static func run(_ bytes: [UInt8])
}

extension FuzzTarget {
    /// Ends the program where a promise does not hold.
    static func hold(_ promise: Bool, _ what: @autoclosure () -> String) {
        guard !promise else { return }
        print("\(name): \(what())")
        fflush(nil)
        abort()
    }
}

/// Runs asynchronous work to its end on this thread, which is none of the pool's.
func wait(_ body: @escaping @Sendable () async -> Void) {
    let done = DispatchSemaphore(value: 0)
    Task.detached {
        await body()
        done.signal()
    }
    done.wait()
}
