using System.Collections.Generic;

namespace DataBox.Cli.View;

/// <summary>
/// The texts behind the advice keys that a box sends, in English and Chinese. A key without texts is shown as it is: a box may
/// be newer than this program.
/// </summary>
public static class AdviceTable
{
    public const string English = "en";
    public const string Chinese = "zh";

    private static readonly Dictionary<string, (AdviceText En, AdviceText Zh)> Texts = new()
    {
        ["stop-charging"] = (
            new("Find out why the charge did not stop (charger, limit, balancing); measure the cell with a meter.",
                "Only gently and without regenerative braking, to bring the cell below its limit; not if it is warm or swollen.",
                "No, not before the cause is found."),
            new("查明充电为何没有停止（充电机、限值、均衡），并用万用表测量该电芯。",
                "只可缓慢行驶并关闭能量回收，使电芯降到限值以下；若电芯发热或鼓胀则不可行驶。",
                "不可以，查明原因之前禁止充电。")),
        ["stop-driving-charge"] = (
            new("Measure the cell with a meter; if it is lower than its neighbours after charging and rest, have its capacity and "
                + "self-discharge tested.",
                "Only to the nearest safe place, gently.",
                "Yes, slowly and watched; not if the cell is below 2.0 V (LFP 1.8 V) at rest: then replace it."),
            new("用万用表测量该电芯；若充电并静置后仍低于相邻电芯，须检测其容量和自放电。",
                "只能缓慢行驶到最近的安全地点。",
                "可以小电流充电并有人看护；若静置电压低于 2.0 V（磷酸铁锂 1.8 V），禁止充电并更换电芯。")),
        ["stop-and-leave"] = (
            new("People leave the vehicle and call the fire brigade if there is smoke or smell. Once cold: cooling, "
                + "contacts and the cells at this probe.",
                "No. Stop at once, away from buildings and people.",
                "No. Disconnect the charger if that is safe."),
            new("人员撤离；如有烟雾或异味，立即报火警。冷却后检查冷却系统、连接点以及该探头处的电芯。",
                "不可以，立即停车并远离建筑物和人群。",
                "不可以；在安全的情况下断开充电机。")),
        ["warm-before-charging"] = (
            new("Nothing is broken if the pack is really this cold; if it is not, check the probe and its connector.",
                "Yes, with reduced power.",
                "Not before the pack is warm: charging a cold cell plates lithium."),
            new("若电池包确实如此寒冷，则无故障；否则检查该温度探头及其插头。",
                "可以，但须限制功率。",
                "电池包升温之前不可以：低温充电会造成析锂。")),
        ["inspect-cell"] = (
            new("Measure this cell and its neighbours at rest and under load; check its busbar and sense wire; look for "
                + "swelling, leakage and warmth.",
                "To the workshop only, gently; not if the deviation grows or a temperature rises.",
                "Only watched, slowly and not unattended overnight, until the cause is found."),
            new("静置和带载时测量该电芯与相邻电芯；检查汇流排和采样线；查看有无鼓胀、漏液或发热。",
                "只可缓慢开到维修站；若偏差增大或温度升高则不可行驶。",
                "查明原因之前只可在看护下小电流充电，不得无人过夜充电。")),
        ["inspect-sensor-wiring"] = (
            new("Check connector, crimp and insulation of the probe or sense wires of this device; then the probe itself.",
                "Yes; what this sensor measures is not watched meanwhile.",
                "Yes, slowly and watched, until it measures again."),
            new("检查该设备探头或采样线的插头、压接和绝缘，然后检查探头本身。",
                "可以；但在此期间该传感器所测的部位无人监测。",
                "可以，但在恢复测量之前须小电流并有人看护。")),
        ["replace-sensing"] = (
            new("Compare the reading with a meter; if it stands still, replace the sense wire's filter or the measuring board.",
                "Yes, to the workshop; this cell is not watched.",
                "No, not before the reading follows the cell again."),
            new("用万用表核对读数；若读数不变，更换该采样线的滤波元件或采集板。",
                "可以开到维修站；但该电芯无人监测。",
                "读数恢复跟随电芯变化之前不可以。")),
        ["inspect-afe-chain"] = (
            new("Check supply and isoSPI cable of this device and of the one before it, connectors first; see docs/hardware.md.",
                "To the workshop only: the cells of a silent device are not watched.",
                "No, while a device is silent; slowly where only the ring is broken and all devices answer."),
            new("检查该设备及其前一个设备的供电和 isoSPI 电缆，先查插头；参见 docs/hardware.md。",
                "只可开到维修站：无应答设备的电芯无人监测。",
                "设备无应答时不可以；若仅环路断开而所有设备均应答，可小电流充电。")),
        ["inspect-sense-wire"] = (
            new("Check this sense wire from the cell to the board: ring terminal, fuse, connector. High voltage: "
                + "trained people only.",
                "Yes, to the workshop; the cells on both sides of the wire are not watched.",
                "No, not before the wire is repaired."),
            new("检查该采样线从电芯到采集板的全程：环形端子、熔断器、插头。高压危险，仅限有资质人员操作。",
                "可以开到维修站；但该采样线两侧的电芯无人监测。",
                "采样线修复之前不可以。")),
        ["replace-afe"] = (
            new("Power the measuring board off and on once; if the check fails again, replace the board.",
                "To the workshop only: its readings can't be trusted.",
                "No, not before the check passes."),
            new("将采集板断电再上电一次；若自检仍不通过，更换采集板。",
                "只可开到维修站：其读数不可信。",
                "自检通过之前不可以。")),
    };

    /// <summary>The texts of a key.</summary>
    /// <param name="language"><see cref="English"/> or <see cref="Chinese"/>.</param>
    /// <returns>Null for a key that this program doesn't know.</returns>
    public static AdviceText? Find(string key, string language) =>
        !Texts.TryGetValue(key, out (AdviceText En, AdviceText Zh) texts) ? null : language == Chinese ? texts.Zh : texts.En;

    /// <summary>All keys.</summary>
    public static IEnumerable<string> Keys => Texts.Keys;
}
