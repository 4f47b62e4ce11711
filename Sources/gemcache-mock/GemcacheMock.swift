import ArgumentParser
import GemCLI

@main
struct GemcacheMock {
    static func main() async { await MockCommand.main(nil) }
}
