import GemCLI

@main
struct GemcacheMock {
    static func main() async { await Entry.mock() }
}
