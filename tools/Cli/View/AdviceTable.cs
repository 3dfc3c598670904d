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
            new("People leave the vehicle and call the fire brigade if there is smoke or smell. Once it has been cold for a day: "
                + "the cell named, or the cells at this probe, their contacts and the cooling; a cell that has shorted is never "
                + "used again.",
                "No. Stop at once, away from buildings and people.",
                "No. Disconnect the charger if that is safe."),
            new("人员撤离；如有烟雾或异味，立即报火警。冷却一天后检查所指电芯（或该探头处的电芯）、连接点和冷却系统；"
                + "发生过内短路的电芯不得再用。",
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
            new("Compare the reading with a meter at the cell's terminals, at rest; if it stands still or is off, "
                + "replace the sense wire's filter or the measuring board.",
                "Yes, to the workshop; this cell is not watched.",
                "No, not before the reading follows the cell again."),
            new("静置时在电芯极柱上用万用表核对读数；若读数不变或有偏差，更换该采样线的滤波元件或采集板。",
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
            new("Check this sense wire and its neighbours from the cell to the board: ring terminal, fuse, connector, "
                + "pinched or wet insulation. High voltage: trained people only.",
                "Yes, to the workshop; the cells on both sides of the wire are not watched.",
                "No, not before the wire is repaired."),
            new("检查该采样线及相邻采样线从电芯到采集板的全程：环形端子、熔断器、插头、绝缘有无压伤或受潮。"
                + "高压危险，仅限有资质人员操作。",
                "可以开到维修站；但该采样线两侧的电芯无人监测。",
                "采样线修复之前不可以。")),
        ["replace-afe"] = (
            new("Power the measuring board off and on once; if the check fails again, replace the board.",
                "To the workshop only: its readings can't be trusted.",
                "No, not before the check passes."),
            new("将采集板断电再上电一次；若自检仍不通过，更换采集板。",
                "只可开到维修站：其读数不可信。",
                "自检通过之前不可以。")),
        ["inspect-for-short"] = (
            new("Let the pack rest for a day and compare how fast this cell and its neighbours lose voltage; "
                + "look for swelling, dents, leakage and coolant between terminals; replace cell or module if it loses more.",
                "To the workshop only, gently; park outdoors, away from buildings; not if the leak grows or the cell is warm or "
                + "swollen.",
                "No: a cell with an internal short can run away while it is charged."),
            new("静置一天，比较该电芯与相邻电芯的电压下降速度；查看有无鼓胀、凹陷、漏液以及极柱之间有无冷却液；"
                + "若下降更快，更换该电芯或其模组。",
                "只可缓慢开到维修站，停放在室外并远离建筑物；若漏电增大、电芯发热或鼓胀则不可行驶。",
                "不可以：存在内短路的电芯充电时可能热失控。")),
        ["charge-gently"] = (
            new("Find out why it was charged too cold or too fast (heater, charger limits); "
                + "have capacity and self-discharge of this cell tested against its neighbours.",
                "Yes; not if the same cell is also suspected of a short.",
                "Only warm (15 degC or more), at C/5 or less and up to 80 %; no fast charge until the cell was tested."),
            new("查明为何在低温下或过快充电（加热、充电机限值）；检测该电芯的容量和自放电，并与相邻电芯比较。",
                "可以；但若同一电芯还被怀疑内短路，则不可行驶。",
                "仅限 15 °C 以上、不超过 C/5、充到 80 % 为止；检测之前禁止快充。")),
        ["inspect-connection"] = (
            new("With the pack disconnected: torque, discoloration, corrosion and cracked welds of the busbar joints at this cell; "
                + "measure them with a four-wire milliohm meter against the joints beside. High voltage: trained people only.",
                "To the workshop only, with little power: a bad joint heats with the square of the current.",
                "Only slowly and watched, no fast charge; stop if a temperature near it rises."),
            new("断开电池包后检查该电芯处汇流排连接：力矩、变色、腐蚀、焊缝开裂；用四线毫欧表测量并与相邻连接点比较。"
                + "高压危险，仅限有资质人员操作。",
                "只可小功率开到维修站：不良连接的发热与电流平方成正比。",
                "仅限小电流并有人看护，禁止快充；附近温度升高时立即停止。")),
        ["inspect-cooling"] = (
            new("Check pump or fan, coolant level, flow and filters; then contacts and cells at this probe, "
                + "and how the probe is seated: after a night at rest all probes should agree.",
                "To the workshop only, gently; stop and leave the vehicle if it gets warmer while standing.",
                "Only slowly and watched; not while it gets warmer at rest."),
            new("检查水泵或风扇、冷却液液位、流量和滤网；再检查该探头处的连接点和电芯以及探头安装：静置一夜后各探头读数应一致。",
                "只可缓慢开到维修站；若停车时温度仍升高，立即离开车辆。",
                "仅限小电流并有人看护；静置时温度仍升高则不可以。")),
        ["balance-pack"] = (
            new("Charge slowly to the end and let the pack balance for a night; if the spread is back within weeks, have "
                + "self-discharge and capacity of the cell that is named tested.",
                "Yes; range and power are less, since one cell is full or empty before the others.",
                "Yes, slowly, so that balancing gets its time; watched where the charger does not stop at the highest cell."),
            new("小电流充满并静置一夜使电池包均衡；若数周内压差重现，检测所指电芯的自放电和容量。",
                "可以；但因个别电芯先满或先空，续航和功率会降低。",
                "可以，小电流充电以便均衡；若充电机不按最高电芯停机，须有人看护。")),
    };

    /// <summary>The texts of a key.</summary>
    /// <param name="language"><see cref="English"/> or <see cref="Chinese"/>.</param>
    /// <returns>Null for a key that this program doesn't know.</returns>
    public static AdviceText? Find(string key, string language) =>
        !Texts.TryGetValue(key, out (AdviceText En, AdviceText Zh) texts) ? null : language == Chinese ? texts.Zh : texts.En;

    /// <summary>All keys.</summary>
    public static IEnumerable<string> Keys => Texts.Keys;
}
