import GemCLI

@main
struct Gemcache {
    static func main() async { await Entry.gemcache() }
}
