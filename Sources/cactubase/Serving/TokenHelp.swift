/// What a newcomer reads who starts a role without a token.
enum TokenHelp {
    static func text(for command: String) -> String {
        """
        `cactubase \(command)` needs a bot, and TELEGRAM_BOT_TOKEN is not set.

        To get one (it takes a minute):
          1. Open https://t.me/BotFather in Telegram and press Start.
          2. Send /newbot, then a name, then a username that ends in "bot".
          3. BotFather answers with a token: digits, a colon, letters. Keep it secret.
          4. Start again:  TELEGRAM_BOT_TOKEN=… cactubase \(command)

        To look around without a token, network or database server:  cactubase demo
        """
    }
}
